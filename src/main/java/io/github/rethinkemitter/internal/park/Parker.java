package io.github.rethinkemitter.internal.park;

import io.github.rethinkemitter.EmitterException;
import io.github.rethinkemitter.internal.concurrent.ExponentialBackoff;
import io.github.rethinkemitter.internal.flow.ChannelListener;
import io.github.rethinkemitter.internal.flow.ParkedEntry;
import io.github.rethinkemitter.internal.flow.ParkedGroup;
import io.github.rethinkemitter.internal.flow.ParkedStore;
import io.github.rethinkemitter.internal.flow.ParkedWrite;
import io.github.rethinkemitter.internal.flow.PositionStore.Subscription;
import io.github.rethinkemitter.internal.flow.Session;
import io.github.rethinkemitter.internal.flow.StoredAttempt;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Stores what the queue has, and gives stored events that are due to the dispatcher, until it is closed. What could not be stored
 * stays in the queue and is stored later. One thread runs this.
 */
public final class Parker implements Runnable {

    private static final long LOOK_INTERVAL = Duration.ofSeconds(1).toNanos();
    private static final long CLEAN_INTERVAL = Duration.ofMinutes(1).toNanos();
    // A write to the disk costs the database more than an entry does. So outcomes that come soon after a write wait for
    // others.
    private static final long WRITE_INTERVAL = Duration.ofMillis(25).toNanos();
    private static final int BATCH = 200; // entries in a write
    private static final long BATCH_BYTES = 1 << 20;
    private static final int MOST_HELD = 64; // attempts at a time
    private static final int CLEANED = 1_000; // entries at a time
    private static final int REFUSALS = 5; // so often a single outcome is tried before the others go first

    private final String channel;
    private final Subscription owner;
    private final ParkQueue queue;
    private final Sessions sessions;
    private final Observers observers;
    private final Limits limits;
    private final ChannelListener listener;
    private final ExponentialBackoff backoff;
    private final LongSupplier nanoTime;

    // Used by the thread that runs this.
    private @Nullable ParkedStore released; // the store in which entries were released that nobody works on
    private long wroteAt;
    private long lookedAt;
    private boolean more; // may be due than were taken at the last look
    private long cleanedAt;
    private int batch = BATCH;
    private int refusals; // of the first outcome, when it is tried alone
    private boolean failing;
    private boolean loaded; // the groups were told to the observers
    private boolean grouped; // there were entries of groups since then, of which somebody may discard one

    /**
     * How much there may be.
     *
     * @param bytes of events that are attempted at a time
     * @param keep how long entries stay that are handled or discarded
     */
    public record Limits(long bytes, Duration keep) {}

    /** Those whom the events are for. */
    public interface Observers {

        /** Takes an attempt; false when it will not be made. */
        boolean accept(StoredAttempt attempt);

        /** Later events of these groups have to wait. Called before any event is given to an observer. */
        void holdBack(List<ParkedGroup> groups);

        /** An entry of the group was discarded, and another may have waited for it. */
        void discarded(String group);
    }

    /** Gives the session of the channel. */
    @FunctionalInterface
    public interface Sessions {

        /** Waits for a session that is open; null when there is none in time. */
        @Nullable
        Session await(Duration timeout) throws InterruptedException;
    }

    public Parker(
            String channel,
            Subscription owner,
            ParkQueue queue,
            Sessions sessions,
            Observers observers,
            Limits limits,
            ChannelListener listener,
            ExponentialBackoff backoff,
            LongSupplier nanoTime) {
        this.channel = channel;
        this.owner = owner;
        this.queue = queue;
        this.sessions = sessions;
        this.observers = observers;
        this.limits = limits;
        this.listener = listener;
        this.backoff = backoff;
        this.nanoTime = nanoTime;
        this.wroteAt = nanoTime.getAsLong() - WRITE_INTERVAL;
        this.lookedAt = nanoTime.getAsLong() - LOOK_INTERVAL;
        this.cleanedAt = nanoTime.getAsLong();
    }

    @Override
    public void run() {
        boolean closed = false;
        while (!closed) {
            closed =
                    queue.isClosed(); // asked before the step, so that the last step stores what was there at the close
            try {
                var session = sessions.await(closed ? Duration.ZERO : Duration.ofNanos(LOOK_INTERVAL));
                if (session != null) {
                    step(session, closed);
                }
            } catch (InterruptedException e) {
                // By the caller of close(), or by foreign code, which does not end the loop.
            }
        }
    }

    /** Lets {@link #run} store what is waiting, once, and end. Attempts that were not made are left to the next process. */
    public void close() {
        queue.close();
    }

    private void step(Session session, boolean last) throws InterruptedException {
        var store = session.parked();
        try {
            if (released != store || queue.takeGivenBack()) {
                released = null;
                store.release(owner, queue.held());
                released = store;
            }
            loadGroups(store);
            awaitOthers(last);
            storeOutcomes(store);
            advance(store);
            if (last) {
                store.release(owner, Set.of());
                return;
            }
            long untilLook = lookForDue(store);
            cleanUp(store);
            succeeded();
            queue.await(untilLook);
        } catch (IOException e) {
            released = null;
            loaded = false; // an answer that named groups may be lost
            failed(session, e);
            if (!last && session.isOpen()) { // another session is awaited without a pause
                queue.pause(backoff.next());
            }
        }
    }

    private void loadGroups(ParkedStore store) throws IOException {
        if (!loaded) {
            var groups = store.groups(owner);
            observers.holdBack(groups);
            grouped |= !groups.isEmpty();
            loaded = true;
            queue.open();
        }
    }

    private void advance(ParkedStore store) throws IOException {
        for (var first = queue.firstAdvance(); first != null; first = queue.firstAdvance()) {
            queue.advanced(first, store.advance(owner, first.group(), first.by()));
        }
    }

    private void awaitOthers(boolean last) throws InterruptedException {
        long rest = WRITE_INTERVAL - (nanoTime.getAsLong() - wroteAt);
        if (!last && rest > 0 && queue.hasOutcomes()) {
            queue.pause(Duration.ofNanos(rest));
        }
    }

    private void storeOutcomes(ParkedStore store) throws IOException {
        var forgotten = queue.forgotten();
        if (!forgotten.isEmpty()) {
            store.forget(owner, forgotten);
            queue.forgot(forgotten);
        }
        for (var first = queue.first(batch, BATCH_BYTES); !first.isEmpty(); first = queue.first(batch, BATCH_BYTES)) {
            park(store, first);
        }
    }

    private void park(ParkedStore store, List<ParkQueue.Waiting> first) throws IOException {
        try {
            store.park(owner, first.stream().map(Parker::write).toList());
        } catch (IOException e) {
            // If it is because of one of them, that is found by trying fewer.
            refusals = first.size() == 1 ? refusals + 1 : 0;
            batch = Math.max(1, first.size() / 2);
            if (refusals >= REFUSALS) {
                Log.refused(channel, first.get(0), refusals);
                queue.moveFirstToEnd();
                refusals = 0;
            }
            throw e;
        }
        wroteAt = nanoTime.getAsLong();
        batch = Math.min(BATCH, batch * 2);
        refusals = 0;
        grouped |= first.stream().anyMatch(waiting -> waiting.outcome().group() != null);
        queue.stored(first);
    }

    private static ParkedWrite write(ParkQueue.Waiting waiting) {
        var outcome = waiting.outcome();
        return new ParkedWrite(
                waiting.id(),
                outcome.observer(),
                outcome.event(),
                outcome.state(),
                outcome.reason(),
                outcome.attempts(),
                outcome.dueIn(),
                CauseTexts.of(outcome.failure()),
                outcome.group());
    }

    /** Takes what is due, and says how long until the next look, unless an attempt ends before. */
    private long lookForDue(ParkedStore store) throws IOException {
        long rest = LOOK_INTERVAL - (nanoTime.getAsLong() - lookedAt);
        if (!more && rest > 0) {
            return rest;
        }
        var attempted = queue.attempted();
        int free = MOST_HELD - attempted.count();
        if (free < MOST_HELD / 2 || attempted.weight() >= limits.bytes()) {
            return LOOK_INTERVAL;
        }
        var due = store.takeDue(owner, free);
        lookedAt = nanoTime.getAsLong();
        more = due.size() == free;
        if (grouped) {
            store.takeDiscarded(owner).forEach(observers::discarded);
        }
        for (var entry : due) {
            attempted.add(entry.id(), entry.event().weight());
            var attempt = attempt(entry);
            if (!observers.accept(attempt)) {
                queue.giveBack(attempt);
            }
        }
        return more ? 0 : LOOK_INTERVAL;
    }

    private static StoredAttempt attempt(ParkedEntry entry) {
        return new StoredAttempt(
                entry.id(), entry.observer(), entry.event(), entry.attempts(), entry.reason(), entry.by());
    }

    private void cleanUp(ParkedStore store) throws IOException {
        long now = nanoTime.getAsLong();
        if (now - cleanedAt >= CLEAN_INTERVAL) {
            int deleted = store.forgetDone(limits.keep(), CLEANED);
            cleanedAt = deleted < CLEANED ? now : cleanedAt;
        }
    }

    private void succeeded() {
        backoff.reset();
        if (failing) {
            failing = false;
            Log.storesAgain(channel);
        }
    }

    // That a session has ended is reported by those who keep it.
    private void failed(Session session, IOException cause) {
        if (!failing && (session.isOpen() || queue.hasOutcomes())) {
            failing = true;
            listener.error(
                    ChannelListener.Phase.DISPATCH, new EmitterException(Log.cannotStore(channel, cause), cause));
        }
    }
}
