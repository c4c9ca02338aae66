package io.github.rethinkemitter.internal.timeline;

import io.github.rethinkemitter.Replay;
import io.github.rethinkemitter.TimelineQuery;
import io.github.rethinkemitter.internal.flow.ChannelName;
import io.github.rethinkemitter.internal.flow.StoredEvent;
import io.github.rethinkemitter.internal.flow.StoredEvents;
import io.github.rethinkemitter.internal.flow.TopicPattern;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The replays of a channel. Safe for use by many threads. */
public final class Replays {

    private final String channel;
    private final ReplayObservers observers;
    private final ReplaySettings settings;
    private final Set<RunningReplay> running = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    public Replays(String channel, ReplayObservers observers, ReplaySettings settings) {
        this.channel = channel;
        this.observers = observers;
        this.settings = settings;
    }

    /**
     * Prepares a replay.
     *
     * @param reading opens the events that a query chooses; may wait for the database
     * @param databaseTime asks the database for its time
     * @throws IllegalArgumentException when the topic of the query is none
     */
    public Replay of(
            TimelineQuery query, Function<TimelineQuery, StoredEvents> reading, Supplier<Instant> databaseTime) {
        query.topic().ifPresent(TopicPattern::of); // refuses what is none
        return new PreparedReplay(this, () -> opening(query, reading, databaseTime), Double.POSITIVE_INFINITY);
    }

    /**
     * Begins a replay on a thread of its own.
     *
     * @param events what to replay from now on: opens them; may wait for the database itself
     */
    Replay.Running start(Supplier<Supplier<StoredEvents>> events, double perSecond, String observer) {
        var names = observers.names();
        if (!names.contains(observer)) {
            throw unknown(observer, names);
        }
        boolean stopped = closed;
        Supplier<StoredEvents> opening = stopped ? Replays::nothing : events.get();
        var replay = new RunningReplay(channel, observer, opening, perSecond, observers, settings);
        if (stopped) {
            replay.cancel();
            replay.run();
            return replay;
        }
        running.add(replay);
        try {
            settings.threads().start("replay", () -> {
                try {
                    replay.run();
                } finally {
                    running.remove(replay);
                }
            });
        } catch (Throwable thrown) { // such as an OutOfMemoryError when there is no thread to be had
            running.remove(replay);
            throw thrown;
        }
        if (closed) {
            replay.cancel();
        }
        return replay;
    }

    // What was triggered in the millisecond before the call is replayed.
    private static Supplier<StoredEvents> opening(
            TimelineQuery query, Function<TimelineQuery, StoredEvents> reading, Supplier<Instant> databaseTime) {
        if (query.to().isPresent()) {
            return () -> reading.apply(query);
        }
        var end = databaseTime.get().plusMillis(1);
        if (query.from().isPresent() && !query.from().get().isBefore(end)) {
            return Replays::nothing;
        }
        var ending = query.to(end);
        return () -> reading.apply(ending);
    }

    private static StoredEvents nothing() {
        return new StoredEvents() {
            @Override
            public boolean hasNext() {
                return false;
            }

            @Override
            public StoredEvent next() {
                throw new NoSuchElementException();
            }

            @Override
            public void close() {}
        };
    }

    private IllegalArgumentException unknown(String observer, List<String> names) {
        var others = names.stream().sorted().map(name -> '"' + name + '"').collect(Collectors.joining(", "));
        return new IllegalArgumentException("RTH0557 events cannot be replayed to observer \"" + observer + "\" of "
                + new ChannelName(channel) + ", which this server does not have. "
                + (names.isEmpty()
                        ? "It has none of this channel: replay where the observer is"
                        : "Name one of " + others));
    }

    /** Cancels all replays, and lets none begin. */
    public void close() {
        closed = true;
        running.forEach(RunningReplay::cancel);
    }

    /**
     * Completes the replays, with what the observers have done until now. Waits for their threads, at most so long.
     *
     * @throws InterruptedException when the calling thread was interrupted while it waited; the replays are complete
     */
    public void finish(Duration timeout) throws InterruptedException {
        running.forEach(RunningReplay::release);
        long end = System.nanoTime() + timeout.toNanos();
        try {
            for (var replay : running) {
                replay.awaitEnd(end - System.nanoTime());
            }
        } finally {
            running.forEach(RunningReplay::complete);
        }
    }

    /** Whether that thread is the one of a replay, such as in a callback of {@link Replay.Running#done}. */
    public boolean isRunBy(Thread thread) {
        return running.stream().anyMatch(replay -> replay.isRunBy(thread));
    }

    /** The names of the threads that have not ended, except the calling thread. */
    public List<String> busy() {
        return running.stream()
                .map(RunningReplay::busyThread)
                .filter(Objects::nonNull)
                .map(Thread::getName)
                .toList();
    }
}
