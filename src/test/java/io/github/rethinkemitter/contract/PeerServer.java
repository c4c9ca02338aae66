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
 * A server in a JVM of its own, with a CDI container. It obeys the lines of its standard input and prints what came of them.
 *
 * <pre>
 * at the start               prints "connected"
 * trigger THREADS EACH       prints "acknowledged N failed N"
 * expect COUNT               prints "observed N of COUNT, once and in order"
 * end                        prints "ended"
 * </pre>
 */
@ApplicationScoped
public class PeerServer {

    private final ObservedEvents observed = new ObservedEvents();

    void all(@Observes @RethinkTopic("load") RethinkEvent event) {
        observed.add(event);
    }

    void connected(@Observes Connected event) {
        print("connected");
    }

    public static void main(String[] args) throws Exception {
        var commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (var container = SeContainerInitializer.newInstance()
                .addBeanClasses(PeerServer.class)
                .initialize()) {
            var peer = container.select(PeerServer.class).get();
            var emitter = container.select(Emitter.class).get();
            for (String line = commands.readLine(); line != null && !line.equals("end"); line = commands.readLine()) {
                peer.obey(line.split(" "), emitter);
            }
        }
        print("ended");
    }

    void obey(String[] command, Emitter emitter) throws Exception {
        if (command[0].equals("trigger")) {
            var sent = TriggeredEvents.byThreads(emitter, Integer.parseInt(command[1]), Integer.parseInt(command[2]));
            print("acknowledged " + sent.acknowledged().size() + " failed "
                    + sent.failed().size());
        } else {
            var count = Integer.parseInt(command[1]);
            observed.await(count);
            observed.assertOnceAndInOrder();
            TriggeredEvents.assertOrderOfEachThread(observed.events());
            print("observed " + observed.events().size() + " of " + count + ", once and in order");
        }
    }

    private static void print(String line) {
        System.out.println(line);
    }
}
