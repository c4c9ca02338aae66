package io.github.rethinkemitter.internal.rethink.query;

import static io.github.rethinkemitter.internal.rethink.query.ReqlTerms.*;

import io.github.rethinkemitter.internal.flow.SweepOrder;
import io.github.rethinkemitter.internal.flow.SweepOrder.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The queries by which events are deleted. Every time in them is the server's: clocks of clients decide nothing.
 *
 * <pre>
 * sweeper = { id: "#sweeper", owner, until, swept, ephemeral?, retention? }    in the table of positions
 * owner   = text  the process that holds the lease, or held it last
 * until   = TIME  when the lease ends
 * swept   = TIME  events that are older may have been deleted; never goes back
 * ephemeral, retention = TIME  events of that kind that are older have been deleted
 * </pre>
 */
final class SweepQueries {

    /** Documents that one query deletes at most, so that none delays the server's other work for long. */
    static final int RANGE = 1000;

    // The parameters of the functions in a query: the sweepers' document; the position that needs the oldest events;
    // any position.
    private static final int OLD = 1;
    private static final int OLDEST = 2;
    private static final int POSITION = 3;

    private static final String BOUND = field(parameter(OLDEST), "from");
    private static final String WRITTEN = field(parameter(POSITION), "at");

    private final String events;
    private final String positions;
    private final String sweeper;
    private final @Nullable Duration expiry;

    /** @param expiry how long after it was last written a position is still asked for; null for ever */
    SweepQueries(TableName events, @Nullable Duration expiry) {
        this.events = events.term();
        this.positions = events.positions().term();
        this.sweeper = get(positions, "#sweeper");
        this.expiry = expiry;
    }

    /**
     * Takes the lease and moves {@code swept}, both or neither.
     *
     * <pre>
     * oldest => {bound: oldest.from, held: oldest.from &lt; r.now() - age, subscriber: oldest.id}
     *         .merge(sweeper.replace(old => r.branch(
     *                 (old.until &lt;= r.now() or old.owner == owner) and old[kind] + every / 2 &lt;= bound,
     *                 old.merge({owner, until: r.now() + lease, swept: max(old.swept, bound)}),
     *                 old), {durability: 'hard'}))
     * </pre>
     */
    String take(SweepOrder order, Duration lease) {
        String target = subtract(NOW, seconds(order.age()));
        String mayTake = and(or(leaseIsOver(), orDefault(isOwnedBy(order), FALSE)), isDue(order));
        String taken = merge(orDefault(parameter(OLD), "{\"id\":\"#sweeper\"}"), lease(order, lease));
        String replaced = replace(sweeper, function(OLD, branch(mayTake, taken, parameter(OLD))), HARD);
        return withOldest(oldest(target, order.hard()), merge(answer(target), replaced));
    }

    private static String leaseIsOver() {
        return orDefault(notAfter(old("until"), NOW), TRUE);
    }

    private static String isOwnedBy(SweepOrder order) {
        return equal(old("owner"), text(order.owner()));
    }

    // The bound has moved by half an interval since the last sweep of this kind, or there was none.
    private static String isDue(SweepOrder order) {
        String last = old(name(order.kind()));
        return orDefault(notAfter(add(last, seconds(order.every().dividedBy(2))), BOUND), TRUE);
    }

    private static String lease(SweepOrder order, Duration lease) {
        String isFurther = orDefault(after(old("swept"), BOUND), FALSE);
        return "{\"owner\":" + text(order.owner()) + ",\"until\":" + in(lease) + ",\"swept\":"
                + branch(isFurther, old("swept"), BOUND) + "}";
    }

    /**
     * Deletes some of the events before {@code to}. The positions are asked again, since a position counts as well that was written
     * after the lease was taken, by a subscriber that did not see yet how far {@code swept} had moved.
     *
     * <pre>
     * oldest => {bound: oldest.from, held: oldest.from &lt; to, …}.merge(
     *     events.between(from, bound, {index: 'ts'}).filter({ephemeral: true}).limit(1000).delete({durability: 'soft'}))
     * </pre>
     */
    String range(SweepOrder order, Instant from, Instant to) {
        return range(order.kind(), from, oldest(TsRange.time(to), order.hard()), TsRange.time(to));
    }

    /** The same where there are no positions, nor a lease. */
    String unguarded(SweepOrder order, Instant from) {
        String target = subtract(NOW, seconds(order.age()));
        return range(order.kind(), from, only(target), target);
    }

    private String range(Kind kind, Instant from, String oldest, String target) {
        String between = TsRange.until(events, from, BOUND);
        String swept = kind == Kind.EPHEMERAL ? filter(between, "{\"ephemeral\":true}") : between;
        return withOldest(oldest, merge(answer(target), delete(limit(swept, RANGE), SOFT)));
    }

    /**
     * Deletes the positions that have expired, and answers which. Each position is looked at again when it is deleted: its subscriber
     * may have taken it meanwhile.
     *
     * <pre>
     * (positions.replace(p => r.branch(p.from exists and p.at &lt; r.now() - expiry, null, p), {return_changes: true}))
     *     (reply => reply.merge({changes: reply.changes.map(c => {id: c.old_val.id, at: c.old_val.at.toEpochTime()})}))
     * </pre>
     */
    String expire(Duration unwritten) {
        String position = parameter(POSITION);
        String isOver = and(term(32, position, text("from")), isExpired(unwritten));
        String replaced = replace(
                positions,
                function(POSITION, branch(isOver, NULL, position)),
                "{\"durability\":\"soft\",\"return_changes\":true}");
        String deleted = field(parameter(1), "old_val");
        String entry = "{\"id\":" + field(deleted, "id") + ",\"at\":" + epochTime(field(deleted, "at")) + "}";
        String reply = parameter(2);
        String changes = map(field(reply, "changes"), function(1, entry));
        return let(2, replaced, merge(reply, "{\"changes\":" + changes + "}"));
    }

    /** {@code sweeper.update(old => r.branch(old.owner == owner, {until: r.now() + lease}, {}))} */
    String renew(SweepOrder order, Duration lease) {
        return updateIfOwned(order, "{\"until\":" + in(lease) + "}");
    }

    /**
     * Ends the lease.
     *
     * @param upTo how far the sweep has come; null when it has not come to its end
     */
    String release(SweepOrder order, @Nullable Instant upTo) {
        String done = upTo == null || !upTo.isAfter(Instant.EPOCH)
                ? ""
                : ",\"" + name(order.kind()) + "\":" + TsRange.time(upTo);
        return updateIfOwned(order, "{\"until\":" + NOW + done + "}");
    }

    private String updateIfOwned(SweepOrder order, String change) {
        return update(sweeper, function(OLD, branch(isOwnedBy(order), change, "{}")), SOFT);
    }

    /** {@code r.expr([{from: target}]).union(positions.filter(p => not expired).pluck('id', 'from')).min('from')} */
    private String oldest(String target, boolean hard) {
        if (hard) {
            return only(target);
        }
        String asked = expiry == null
                ? positions
                : filter(positions, function(POSITION, branch(isExpired(expiry), FALSE, TRUE)));
        String froms = term(33, asked, text("id"), text("from"));
        return term(147, term(44, array(only(target)), froms), text("from"));
    }

    private static String only(String target) {
        return "{\"from\":" + target + "}";
    }

    private static String withOldest(String oldest, String body) {
        return let(OLDEST, oldest, body);
    }

    // A position that does not say when it was written never expires.
    private static String isExpired(Duration unwritten) {
        String isTime = equal(term(52, WRITTEN), text("PTYPE<TIME>"));
        return orDefault(and(isTime, before(WRITTEN, subtract(NOW, seconds(unwritten)))), FALSE);
    }

    // This comes first in a query: where a position is malformed, and the bound therefore no time, it fails the query
    // before anything is written.
    private static String answer(String target) {
        String subscriber = orDefault(field(parameter(OLDEST), "id"), NULL);
        return "{\"bound\":" + epochTime(BOUND) + ",\"held\":" + before(BOUND, target) + ",\"subscriber\":" + subscriber
                + "}";
    }

    private static String name(Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    // A field of the sweepers' document as it was.
    private static String old(String field) {
        return field(parameter(OLD), field);
    }

    private static String in(Duration time) {
        return add(NOW, seconds(time));
    }

    private static String epochTime(String time) {
        return term(102, time);
    }
}
