package io.github.rethinkemitter.faults;

import io.github.rethinkemitter.Emitter;
import io.github.rethinkemitter.contract.TestApplication;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Triggers events until its standard input has the line {@code stop}, and ends at {@code end} or at the end of the input.
 * Prints {@code triggered N} before each event, and {@code acknowledged N} or {@code refused N} after it, and its
 * {@link ReportedStatus}.
 */
final class PublishingMain implements Runnable {

    // So many at a time that some wait for others.
    private static final int BURST = 20;

    private final Emitter emitter;
    private volatile boolean stopped;

    private PublishingMain(Emitter emitter) {
        this.emitter = emitter;
    }

    public static void main(String[] arguments) throws Exception {
        var commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (var application = TestApplication.of(arguments).started()) {
            ReportedStatus.print(application.status());
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
            print("triggered" + suffix);
            var unused = NumberedEvents.trigger(emitter, Integer.getInteger("publisher"), number)
                    .whenComplete(
                            (receipt, exception) -> print((exception == null ? "acknowledged" : "refused") + suffix));
            if (number % BURST == BURST - 1) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10 * BURST));
            }
        }
    }

    private static void print(String line) {
        System.out.println(line);
    }
}
