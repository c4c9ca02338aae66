package io.github.rethinkemitter.faults;

import io.github.rethinkemitter.Connected;
import io.github.rethinkemitter.RethinkEvent;
import io.github.rethinkemitter.contract.TestApplication;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Observes events until its standard input has the line {@code end} or ends. Prints {@code connected}, and
 * {@code observed PUBLISHER NUMBER} for each event. After each event the observer waits {@code -Dobserver.delay} milliseconds.
 */
final class ObservingMain {

    // It is connected only when it has read the backlog.
    private static final Duration TIMEOUT = Duration.ofMinutes(10);

    private ObservingMain() {}

    public static void main(String[] arguments) throws Exception {
        var commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (var application = TestApplication.of(arguments)
                .observing(NumberedEvents.TOPIC, RethinkEvent.class, ObservingMain::observe)
                .started()) {
            application.awaitLifecycle(Connected.class, TIMEOUT);
            System.out.println("connected");
            commands.readLine();
        }
    }

    private static void observe(RethinkEvent event) {
        System.out.println("observed " + NumberedEvents.publisher(event) + " " + NumberedEvents.number(event));
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(Integer.getInteger("observer.delay", 0)));
    }
}
