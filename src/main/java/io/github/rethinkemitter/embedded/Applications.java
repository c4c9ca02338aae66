package io.github.rethinkemitter.embedded;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * What the applications of this JVM that use {@code rethink.emitter.url=embedded:<name>} say of themselves, so that tests can
 * wait for them.
 *
 * <pre>{@code
 * server.applications().record();                                  // before they start
 * …
 * server.applications().awaitConnected(Duration.ofSeconds(10));
 * server.applications().awaitObserved((id, topic) -> topic.equals("order.placed"), 2, Duration.ofSeconds(10));
 * }</pre>
 *
 * <p>Applications that connect by an address, such as {@code rethinkdb://127.0.0.1:28015}, are not known here. All methods may
 * be called from any thread.
 */
public final class Applications {

    private static final int MOST_PROBLEMS = 5;

    private final ReentrantLock lock = new ReentrantLock(); // guards what follows
    private final Condition changed = lock.newCondition();
    private final List<JoinedChannel> joined = new ArrayList<>();
    private final Set<String> forgotten = new HashSet<>();
    private boolean recording;

    Applications() {}

    BiConsumer<String, List<String>> join(String channel, String table, boolean follows) {
        var its = new JoinedChannel(channel, table, follows);
        locked(() -> joined.add(its));
        return (what, details) -> happened(its, what, details);
    }

    private void happened(JoinedChannel its, String what, List<String> details) {
        locked(() -> {
            switch (what) {
                case "Connected", "Reconnected" -> its.connected = true;
                case "Disconnected" -> its.connected = false;
                case "Closed" -> joined.remove(its);
                case "Observed" -> observed(its, details.get(0), details.get(1));
                case "EmitterError", "ObserverFailed" -> its.problem(details.get(0), MOST_PROBLEMS);
                default -> {
                    // No test waits for it.
                }
            }
            changed.signalAll();
        });
    }

    private void observed(JoinedChannel its, String id, String topic) {
        if (recording && !forgotten.contains(id)) {
            its.observed.put(id, topic);
        }
    }

    /** Remembers from now on which events are observed, which takes memory for each. */
    public void record() {
        locked(() -> recording = true);
    }

    /**
     * Begins anew, as before a test.
     *
     * @param ids of events that do not count when they are observed later
     */
    public void forget(Collection<String> ids) {
        locked(() -> {
            forgotten.clear();
            forgotten.addAll(ids);
            joined.forEach(its -> {
                its.observed.clear();
                its.problems.clear();
            });
        });
    }

    /**
     * Whether there is no application. One that has stopped is none.
     *
     * @return {@code true} when no channel of an application uses the server
     */
    public boolean isEmpty() {
        lock.lock();
        try {
            return joined.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until all channels of all applications are connected; until there is one first.
     *
     * @param timeout how long to wait at most
     * @return {@code false} when the time ran out first
     * @throws InterruptedException when the waiting thread is interrupted
     */
    public boolean awaitConnected(Duration timeout) throws InterruptedException {
        return await(() -> !joined.isEmpty() && joined.stream().allMatch(its -> its.connected), timeout);
    }

    /**
     * Waits until events are observed: every channel that follows their table, in every application, is done with them, that
     * is, each of its observers has returned or failed.
     *
     * @param wanted is asked with an event's id and topic
     * @param count how many such events of one table
     * @param timeout how long to wait at most
     * @return {@code false} when the time ran out first
     * @throws InterruptedException when the waiting thread is interrupted
     */
    public boolean awaitObserved(BiPredicate<String, String> wanted, int count, Duration timeout)
            throws InterruptedException {
        return await(() -> leastObserved(wanted) >= count, timeout);
    }

    /**
     * How many events are observed, as {@link #awaitObserved} counts them.
     *
     * @param wanted is asked with an event's id and topic
     * @return the number of those of the table that has most of them
     */
    public long observed(BiPredicate<String, String> wanted) {
        lock.lock();
        try {
            return leastObserved(wanted);
        } finally {
            lock.unlock();
        }
    }

    private long leastObserved(BiPredicate<String, String> wanted) {
        var byTable = joined.stream().filter(its -> its.follows).collect(Collectors.groupingBy(its -> its.table));
        return byTable.values().stream()
                .mapToLong(channels -> channels.stream()
                        .mapToLong(its -> its.count(wanted))
                        .min()
                        .orElse(0))
                .max()
                .orElse(0);
    }

    private boolean await(BooleanSupplier state, Duration timeout) throws InterruptedException {
        lock.lock();
        try {
            long rest = TimeUnit.NANOSECONDS.convert(timeout);
            while (!state.getAsBoolean()) {
                if (rest <= 0) {
                    return false;
                }
                rest = changed.awaitNanos(rest);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void locked(Runnable work) {
        lock.lock();
        try {
            work.run();
        } finally {
            lock.unlock();
        }
    }

    /** A line for each channel: whether it is connected, and what went wrong last. */
    @Override
    public String toString() {
        lock.lock();
        try {
            return joined.isEmpty()
                    ? "no application"
                    : joined.stream().map(JoinedChannel::toString).collect(Collectors.joining("; "));
        } finally {
            lock.unlock();
        }
    }
}
