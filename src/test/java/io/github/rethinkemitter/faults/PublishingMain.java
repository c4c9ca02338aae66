package io.github.rethinkemitter.faults;

import io.github.rethinkemitter.Emitter;
import io.github.rethinkemitter.contract.TestApplication;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Triggers events until it is told {@code stop}, and ends at {@code end} or when its parent has. Says
 * {@code triggered N} before it does, then {@code acknowledged N} or {@code refused N}.
 */
final class PublishingMain implements Runnable {

    private final Emitter emitter;
    private volatile boolean stopped;

    private PublishingMain(Emitter emitter) {
        this.emitter = emitter;
    }

    public static void main(String[] arguments) throws Exception {
        var commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (var application = TestApplication.of(arguments).started()) {
            var publisher = new PublishingMain(application.emitter());
            var thread = new Thread(publisher, "publisher");
            thread.start();
            for (String line = commands.readLine(); "stop".equals(line); line = commands.readLine()) {
                publisher.stopped = true;
            }
            publisher.stopped = true;
            thread.join();
        }
    }

    @Override
    public void run() {
        for (int number = 0; !stopped; number++) {
            var suffix = " " + number;
            say("triggered" + suffix);
            var unused = NumberedEvents.trigger(emitter, Integer.getInteger("publisher"), number)
                    .whenComplete((receipt, problem) -> say((problem == null ? "acknowledged" : "refused") + suffix));
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }

    private static void say(String line) {
        System.out.println(line);
    }
}
