package io.github.rethinkemitter.embedded.junit;

import io.github.rethinkemitter.Receipt;
import io.github.rethinkemitter.embedded.Applications;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiPredicate;
import java.util.function.Supplier;

/**
 * Waits for the applications of a test. A wait that lasts too long throws an {@link AssertionError} that says what the
 * applications did instead, and what to do.
 *
 * @param applications the applications of the test's server
 * @param storedByTopic counts the stored events by their topics, for the error
 * @param timeout how long each wait lasts at most
 */
record ApplicationWaits(Applications applications, Supplier<Map<String, Long>> storedByTopic, Duration timeout) {

    private interface Wait {
        boolean until() throws InterruptedException;
    }

    void awaitConnected() {
        if (!succeeds(() -> applications.awaitConnected(timeout))) {
            throw applicationDidNot("is not connected");
        }
    }

    /**
     * Waits until a number of events are observed.
     *
     * @param wanted called with the id and the topic of each event; true if the event counts
     * @param what describes the wanted events in the error
     */
    void awaitObserved(BiPredicate<String, String> wanted, int count, String what) {
        if (succeeds(() -> applications.awaitObserved(wanted, count, timeout))) {
            return;
        }
        if (applications.isEmpty()) {
            throw applicationDidNot("observed nothing");
        }
        throw new AssertionError("RTH0823 wanted events are " + what + ", and " + applications.observed(wanted)
                + " were observed within " + timeout.toMillis() + " ms. Stored are, by topic, " + storedByTopic.get()
                + "; " + applications
                + ". What is not stored was not triggered, or is on its way: wait longer with timeout(…)");
    }

    /** Waits until a triggered event is stored. */
    Receipt awaitStored(CompletionStage<Receipt> triggered) {
        try {
            return triggered.toCompletableFuture().get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError("RTH0824 the event was not stored. See the cause", e.getCause());
        } catch (TimeoutException e) {
            throw applicationDidNot("did not store the event");
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private AssertionError applicationDidNot(String what) {
        return applications.isEmpty()
                ? new AssertionError("RTH0821 no application uses the embedded server of this test after "
                        + timeout.toMillis()
                        + " ms. Start the container before; if it was started, see that it has the library"
                        + " (RethinkEmitterExtension.addTo, or @AddExtensions(EmitterCdiExtension.class)), observers or"
                        + " an Emitter, no EmitterOptions bean with a url of its own, and not enabled=false")
                : new AssertionError(
                        "RTH0822 the application " + what + " within " + timeout.toMillis() + " ms: " + applications
                                + ". End the faults of the test, if it has set some, or wait longer with timeout(…)");
    }

    private static boolean succeeds(Wait wait) {
        try {
            return wait.until();
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static AssertionError interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new AssertionError("RTH0825 the test was interrupted while it waited for the application", e);
    }
}
