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
 * The applications of this JVM that use an embedded server by its name, with {@code rethink.emitter.url=embedded:<name>}.
 * Tests wait here until an application is connected, or has observed events.
 *
 * <pre>{@code
 * server.applications().record();                                  // before the applications start
 * …
 * server.applications().awaitConnected(Duration.ofSeconds(10));
 * server.applications().awaitObserved((id, topic) -> topic.equals("order.placed"), 2, Duration.ofSeconds(10));
 * }</pre>
 *
 * <p>An application that connects by an address, such as {@code rethinkdb://127.0.0.1:28015}, is not known here.
 *
 * <p><b>Thread safety:</b> all methods may be called from any thread.
 */
public final class Applications {

    private static final int MAX_PROBLEMS = 5; // of each channel

    private final ReentrantLock lock = new ReentrantLock(); // guards the fields below
    private final Condition changed = lock.newCondition();
    private final List<JoinedChannel> joined = new ArrayList<>();
    private final Set<String> forgotten = new HashSet<>();
    private boolean recording;

    Applications() {}

    BiConsumer<String, List<String>> join(String name, String table, boolean follows) {
        var channel = new JoinedChannel(name, table, follows);
        locked(() -> joined.add(channel));
        return (event, details) -> happened(channel, event, details);
    }

    private void happened(JoinedChannel channel, String event, List<String> details) {
        locked(() -> {
            switch (event) {
                case "Connected", "Reconnected" -> channel.connected = true;
                case "Disconnected" -> channel.connected = false;
                case "Closed" -> joined.remove(channel);
                case "Observed" -> observed(channel, details.get(0), details.get(1));
                case "EmitterError", "ObserverFailed" -> channel.problem(details.get(0), MAX_PROBLEMS);
                default -> {
                    // No test waits for this event.
                }
            }
            changed.signalAll();
        });
    }

    private void observed(JoinedChannel channel, String id, String topic) {
        if (recording && !forgotten.contains(id)) {
            channel.observed.put(id, topic);
        }
    }

    /**
     * From now on remembers which events are observed, as {@link #awaitObserved} needs. Each observed event takes some memory
     * until {@link #forget}.
     */
    public void record() {
        locked(() -> recording = true);
    }

    /**
     * Forgets which events were observed and what went wrong, as before a test.
     *
     * @param ids the ids of events that do not count even if they are observed later, because an earlier test triggered them
     */
    public void forget(Collection<String> ids) {
        locked(() -> {
            forgotten.clear();
            forgotten.addAll(ids);
            joined.forEach(channel -> {
                channel.observed.clear();
                channel.problems.clear();
            });
        });
    }

    /**
     * Whether no application uses the server. An application that has stopped does not count.
     *
     * @return {@code true} when no channel of any application uses the server
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
     * Waits until there is an application, and all channels of all applications are connected.
     *
     * @param timeout how long to wait at most
     * @return {@code false} when the time ran out before
     * @throws InterruptedException when the waiting thread is interrupted
     */
    public boolean awaitConnected(Duration timeout) throws InterruptedException {
        return await(() -> !joined.isEmpty() && joined.stream().allMatch(channel -> channel.connected), timeout);
    }

    /**
     * Waits until a number of events of one table are observed. An event is observed when each of its observers has returned
     * or failed, in every channel of every application that follows the table.
     *
     * @param wanted called with the id and the topic of each event; true if the event counts
     * @param count how many such events of one table
     * @param timeout how long to wait at most
     * @return {@code false} when the time ran out before
     * @throws InterruptedException when the waiting thread is interrupted
     */
    public boolean awaitObserved(BiPredicate<String, String> wanted, int count, Duration timeout)
            throws InterruptedException {
        return await(() -> leastObserved(wanted) >= count, timeout);
    }

    /**
     * How many events are observed, as {@link #awaitObserved} counts them.
     *
     * @param wanted called with the id and the topic of each event; true if the event counts
     * @return the number of observed events of the table that has most of them
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
        var byTable = joined.stream()
                .filter(channel -> channel.follows)
                .collect(Collectors.groupingBy(channel -> channel.table));
        return byTable.values().stream()
                .mapToLong(channels -> channels.stream()
                        .mapToLong(channel -> channel.count(wanted))
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

    /** Describes each channel in a sentence: whether it is connected, and what went wrong last. */
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
