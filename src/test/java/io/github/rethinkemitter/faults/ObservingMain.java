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
 * Observes events until it is told {@code end}, or its parent ends. Says {@code connected}, and
 * {@code observed PUBLISHER NUMBER} for each event, after which it takes {@code -Dslowness} milliseconds.
 */
final class ObservingMain {

    // The backlog comes first.
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private ObservingMain() {}

    public static void main(String[] arguments) throws Exception {
        var commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (var application = TestApplication.of(arguments)
                .observing(NumberedEvents.TOPIC, RethinkEvent.class, ObservingMain::observe)
                .started()) {
            application.awaitLifecycle(Connected.class, PATIENCE);
            System.out.println("connected");
            commands.readLine();
        }
    }

    private static void observe(RethinkEvent event) {
        System.out.println("observed " + NumberedEvents.publisher(event) + " " + NumberedEvents.number(event));
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(Integer.getInteger("slowness", 0)));
    }
}
