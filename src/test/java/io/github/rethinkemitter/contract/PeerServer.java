package io.github.rethinkemitter.contract;

import io.github.rethinkemitter.Connected;
import io.github.rethinkemitter.Emitter;
import io.github.rethinkemitter.RethinkEvent;
import io.github.rethinkemitter.RethinkTopic;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.se.SeContainerInitializer;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/**
 * A server of its own: a JVM with a CDI container. Told {@code trigger THREADS EACH}, then {@code expect COUNT}, then
 * {@code end}; says {@code connected}, {@code acknowledged N failed N} and {@code observed N of COUNT, once and in order}.
 */
@ApplicationScoped
public class PeerServer {

    private final ObservedEvents recorder = new ObservedEvents();

    void all(@Observes @RethinkTopic("load") RethinkEvent event) {
        recorder.record(event);
    }

    void connected(@Observes Connected event) {
        say("connected");
    }

    public static void main(String[] args) throws Exception {
        var commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (var container =
                SeContainerInitializer.newInstance().addBeanClasses(PeerServer.class).initialize()) {
            var peer = container.select(PeerServer.class).get();
            var emitter = container.select(Emitter.class).get();
            for (String line = commands.readLine(); line != null && !line.equals("end"); line = commands.readLine()) {
                peer.obey(line.split(" "), emitter);
            }
        }
        say("ended");
    }

    void obey(String[] command, Emitter emitter) throws Exception {
        if (command[0].equals("trigger")) {
            var sent = TriggeredEvents.fromThreads(emitter, Integer.parseInt(command[1]), Integer.parseInt(command[2]));
            say("acknowledged " + sent.acknowledged().size() + " failed "
                    + sent.failed().size());
        } else {
            var count = Integer.parseInt(command[1]);
            recorder.await(count);
            recorder.assertOnceAndInOrder();
            TriggeredEvents.assertEachThreadsInOrder(recorder.events());
            say("observed " + recorder.events().size() + " of " + count + ", once and in order");
        }
    }

    private static void say(String line) {
        System.out.println(line);
    }
}
