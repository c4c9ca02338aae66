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
 * {@code observed PUBLISHER NUMBER} or {@code redriven PUBLISHER NUMBER} for each event, and its {@link ReportedStatus}. After each event the observer waits
 * {@code -Dobserver.delay} milliseconds. With {@code -Dobserver.fails=true} it fails on every tenth event until the line
 * {@code mend}.
 */
final class ObservingMain {

    // It is connected only when it has read the backlog.
    private static final Duration TIMEOUT = Duration.ofMinutes(10);

    private static volatile boolean fails = Boolean.getBoolean("observer.fails");

    private ObservingMain() {}

    public static void main(String[] arguments) throws Exception {
        var commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (var application = TestApplication.of(arguments)
                .observing(NumberedEvents.TOPIC, RethinkEvent.class, ObservingMain::observe)
                .started()) {
            ReportedStatus.print(application.status());
            application.awaitLifecycle(Connected.class, TIMEOUT);
            System.out.println("connected");
            while ("mend".equals(commands.readLine())) {
                fails = false;
            }
        }
    }

    private static void observe(RethinkEvent event) {
        if (fails && NumberedEvents.isFailing(NumberedEvents.number(event))) {
            throw new IllegalStateException("on purpose");
        }
        System.out.println((event.redriven() ? "redriven " : "observed ") + NumberedEvents.publisher(event) + " "
                + NumberedEvents.number(event));
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(Integer.getInteger("observer.delay", 0)));
    }
}
