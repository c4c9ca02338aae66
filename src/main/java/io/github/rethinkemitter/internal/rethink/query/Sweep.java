package io.github.rethinkemitter.internal.rethink.query;

import io.github.rethinkemitter.internal.flow.SweepOrder;
import io.github.rethinkemitter.internal.flow.SweepOrder.Kind;
import io.github.rethinkemitter.internal.flow.SweepResult;
import io.github.rethinkemitter.internal.flow.SweepResult.Clean;
import io.github.rethinkemitter.internal.flow.SweepResult.HeldBack;
import io.github.rethinkemitter.internal.flow.SweepResult.LeftToAnother;
import io.github.rethinkemitter.internal.flow.SweepResult.Unfinished;
import io.github.rethinkemitter.internal.rethink.wire.Failures;
import io.github.rethinkemitter.internal.rethink.wire.QueryConnection;
import io.github.rethinkemitter.internal.rethink.wire.QueryFailedException;
import io.github.rethinkemitter.internal.rethink.wire.RowValues;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Deletes events in ranges, under a lease, so that one server at a time does it. Two servers at a time would do no harm, but twice
 * the work.
 *
 * <p>Each kind of events is due at its own interval, and once when a session begins; the queries run on the managed executor,
 * so that no insert waits for them. In all of them the server's clock counts:
 *
 * <ol>
 *   <li>{@code #sweeper} is replaced, if its lease is free and the bound has moved by half an interval since the last sweep of
 *       this kind: owner, end of the lease, and {@code swept}, under hard durability. The bound is now less the age, or the
 *       smallest {@code from} of all subscribers, whichever is earlier; with {@code position-expiry}, of those whose position was
 *       written in that time. The other positions are deleted: each is looked at again when it is, since its subscriber may be
 *       back.
 *   <li>Up to 1,000 events before the bound are deleted, over the index {@code ts}. This is repeated, with the lease renewed in
 *       between, until there are fewer. After 50 times the kind is put back, to let the other kind have its turn.
 *   <li>The lease is given back, and the bound noted for this kind.
 * </ol>
 *
 * <p>Step 2 asks for the positions each time, because a subscriber may register between steps 1 and 2. A subscriber writes its
 * position first and reads {@code swept} then; the sweeper writes {@code swept} first and reads the positions then. So one of
 * the two sees the other: either the position holds the events back, or the subscriber knows that they may be gone.
 *
 * <p>The lease is given back after each sweep, and not kept by one server, because servers may differ in what they sweep: one
 * with a retention of months must not keep another's ephemeral events. It lasts two query timeouts, which is how long a crashed
 * server holds up the others. Two sweeps at once would cost time and nothing else.
 *
 * <p>Where the table of positions does not exist, as where the user has rights on the table of events alone, no position lasts,
 * and ephemeral events are deleted without a lease. Where it may not be read, nothing is deleted. Among events that stay, the
 * ephemeral ones are found only by looking at each; so a session looks at all of them the first time and once an hour, and in
 * between at those since its last sweep, less a minute for late ones.
 */
public final class Sweep {

    /** Ranges that one order deletes at most, so that orders of the other kind are carried out as well. */
    static final int RANGES = 50;

    // How much is looked at again, for events that were committed late, or stored by a server whose clock is slow.
    private static final Duration STRAGGLERS = Duration.ofMinutes(1);

    // How often all events are looked at, for those that were later still.
    private static final Duration FULL_SWEEP_EVERY = Duration.ofHours(1);

    private final QueryConnection connection;
    private final TableName events;
    private final SweepQueries reql;
    private final MissingRights rights;
    private final Duration lease;
    private final @Nullable Duration expiry;

    // Held while the database is asked, which a monitor must not be: it would pin a virtual thread to its carrier.
    private final ReentrantLock oneAtATime = new ReentrantLock();

    // Up to where this session has deleted all ephemeral events, and up to where it did so when it last began with the
    // oldest event of all. Among events that stay, the ephemeral ones can only be found by looking at each.
    private Instant clean = Instant.EPOCH;
    private Instant cleanAtFullSweep = Instant.EPOCH;

    /** @param expiry how long after it was last written a position keeps events from being deleted; null for ever */
    public Sweep(QueryConnection connection, TableName events, MissingRights rights, @Nullable Duration expiry) {
        this.connection = connection;
        this.events = events;
        this.reql = new SweepQueries(events, expiry);
        this.rights = rights;
        this.expiry = expiry;
        // The lease is renewed between two queries, each of which may take as long as its limit.
        this.lease = connection.limit().multipliedBy(2);
    }

    public SweepResult carryOut(SweepOrder order) throws IOException {
        try {
            oneAtATime.lockInterruptibly();
        } catch (InterruptedException e) {
            throw Failures.interrupted(e);
        }
        try {
            return carryOutAlone(order);
        } finally {
            oneAtATime.unlock();
        }
    }

    private SweepResult carryOutAlone(SweepOrder order) throws IOException {
        SweepAnswer taken;
        try {
            taken = ask(reql.take(order, lease), events.positions());
        } catch (QueryFailedException e) {
            if (events.positions().isMissing(e)) {
                return withoutPositions(order, e);
            }
            throw e;
        }
        return taken.changed() == 0 ? new LeftToAnother() : leased(order, taken);
    }

    private SweepResult leased(SweepOrder order, SweepAnswer taken) throws IOException {
        Instant from = from(order.kind(), taken.bound());
        SweepResult result;
        try {
            expire();
            // The bound is in 1970 when a subscriber needs all events.
            result = taken.bound().isAfter(Instant.EPOCH)
                    ? ranges(reql.range(order, from, taken.bound()), reql.renew(order, lease))
                    : new Clean(0);
        } catch (IOException e) {
            try {
                release(order, null);
            } catch (IOException too) {
                e.addSuppressed(too);
            }
            throw e;
        }
        release(order, result instanceof Clean || result instanceof HeldBack ? taken.bound() : null);
        if (result instanceof Clean all) {
            cleaned(order.kind(), from, taken.bound());
            return taken.held() ? heldBack(all.deleted(), taken) : all;
        }
        return result;
    }

    private static HeldBack heldBack(long deleted, SweepAnswer answer) {
        return new HeldBack(deleted, answer.subscriber(), answer.bound());
    }

    private void expire() throws IOException {
        if (expiry == null) {
            return;
        }
        TableName positions = events.positions();
        for (var position : SweepAnswer.expired(call(reql.expire(expiry), positions), positions)) {
            Log.positionExpired(positions, position.subscriber(), position.written());
        }
    }

    private SweepResult withoutPositions(SweepOrder order, QueryFailedException missing) throws IOException {
        if (order.kind() == Kind.RETENTION) {
            throw new IOException(
                    "RTH0226 table \"" + events.positions()
                            + "\" does not exist any more, and only it tells which events are"
                            + " still needed. It is made again with the next connection, or create it with "
                            + events.positions().creation(),
                    missing);
        }
        return ranges(reql.unguarded(order, Instant.EPOCH), null);
    }

    private SweepResult ranges(String range, @Nullable String renew) throws IOException {
        long deleted = 0;
        for (int i = 0; i < RANGES; i++) {
            if (i > 0 && renew != null && ask(renew, events.positions()).changed() == 0) {
                return new LeftToAnother();
            }
            SweepAnswer answer = ask(range, events);
            deleted += answer.changed();
            if (answer.changed() < SweepQueries.RANGE) {
                return answer.held() ? heldBack(deleted, answer) : new Clean(deleted);
            }
        }
        return new Unfinished(deleted);
    }

    private void release(SweepOrder order, @Nullable Instant upTo) throws IOException {
        ask(reql.release(order, upTo), events.positions());
    }

    private Instant from(Kind kind, Instant bound) {
        return kind == Kind.RETENTION || bound.isAfter(cleanAtFullSweep.plus(FULL_SWEEP_EVERY))
                ? Instant.EPOCH
                : clean.minus(STRAGGLERS);
    }

    private void cleaned(Kind kind, Instant from, Instant upTo) {
        if (kind == Kind.EPHEMERAL) {
            clean = upTo;
            cleanAtFullSweep = from.equals(Instant.EPOCH) ? upTo : cleanAtFullSweep;
        }
    }

    private SweepAnswer ask(String query, TableName table) throws IOException {
        return SweepAnswer.of(call(query, table), table);
    }

    private List<Object> call(String query, TableName table) throws IOException {
        try {
            return connection.call(query, RowValues.TREE);
        } catch (QueryFailedException e) {
            throw rights.explain(e, "read and write", table);
        }
    }
}
