package io.github.rethinkemitter.internal.rethink.query;

import io.github.rethinkemitter.internal.flow.SweepOrder;
import io.github.rethinkemitter.internal.flow.SweepOrder.Kind;
import io.github.rethinkemitter.internal.rethink.wire.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The queries by which events are deleted. Every time in them is the server's: clocks of clients decide nothing. */
public final class SweepQueries {

    /** Documents that one query deletes at most, so that none holds up the server's other work for long. */
    static final int RANGE = 1000;

    private static final String OLD = "[10,[1]]";
    private static final String OLDEST = "[10,[2]]";
    private static final String BOUND = "[170,[" + OLDEST + ",\"from\"]]";
    private static final String POSITION = "[10,[3]]";
    private static final String WRITTEN = "[170,[" + POSITION + ",\"at\"]]";

    private final String events;
    private final String positions;
    private final String sweeper;
    private final @Nullable Duration expiry;

    /** @param expiry how long after it was written last a position is asked for; null for ever */
    public SweepQueries(TableName events, @Nullable Duration expiry) {
        this.events = events.term();
        this.positions = events.positions().term();
        this.sweeper = term(16, positions, Json.quote("#sweeper"));
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
        String target = term(25, Reql.NOW, Reql.seconds(order.age()));
        String free = or(term(20, old("until"), Reql.NOW), "true");
        String mine = or(term(17, old("owner"), Json.quote(order.owner())), "false");
        String done =
                term(24, old(field(order.kind())), Reql.seconds(order.every().dividedBy(2)));
        String due = or(term(20, done, BOUND), "true");
        String further = or(term(21, old("swept"), BOUND), "false");
        String taken = term(
                35,
                or(OLD, "{\"id\":\"#sweeper\"}"),
                "{\"owner\":" + Json.quote(order.owner()) + ",\"until\":" + in(lease) + ",\"swept\":"
                        + term(65, further, old("swept"), BOUND) + "}");
        String replaced =
                "[55,[" + sweeper + "," + function(1, term(65, term(67, term(66, free, mine), due), taken, OLD))
                        + "],{\"durability\":\"hard\"}]";
        return let(oldest(target, order.hard()), term(35, answer(target), replaced));
    }

    /**
     * Deletes some of the events before {@code to}. Positions are asked again: one that was written after the lease was
     * taken, by somebody who did not see yet how far {@code swept} had moved, counts as well.
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
        String target = term(25, Reql.NOW, Reql.seconds(order.age()));
        return range(order.kind(), from, only(target), target);
    }

    private String range(Kind kind, Instant from, String oldest, String target) {
        String between = TsRange.until(events, from, BOUND);
        String old = kind == Kind.EPHEMERAL ? term(39, between, "{\"ephemeral\":true}") : between;
        String deleted = "[54,[" + term(71, old, Integer.toString(RANGE)) + "],{\"durability\":\"soft\"}]";
        return let(oldest, term(35, answer(target), deleted));
    }

    /**
     * Deletes the positions that have expired, and tells which. It is looked again at each one when it is deleted: its
     * subscriber may have taken it meanwhile.
     *
     * <pre>
     * (positions.replace(p => r.branch(p.from exists and p.at &lt; r.now() - expiry, null, p), {return_changes: true}))
     *     (reply => reply.merge({changes: reply.changes.map(c => {id: c.old_val.id, at: c.old_val.at.toEpochTime()})}))
     * </pre>
     */
    public String expire(Duration unwritten) {
        String over = and(term(32, POSITION, "\"from\""), isExpired(unwritten));
        String replaced = "[55,[" + positions + "," + function(3, term(65, over, "null", POSITION))
                + "],{\"durability\":\"soft\",\"return_changes\":true}]";
        String deleted = "[170,[[10,[1]],\"old_val\"]]";
        String told =
                "{\"id\":" + term(170, deleted, "\"id\"") + ",\"at\":" + term(102, term(170, deleted, "\"at\"")) + "}";
        String changes = term(38, term(170, OLDEST, "\"changes\""), function(1, told));
        return let(replaced, term(35, OLDEST, "{\"changes\":" + changes + "}"));
    }

    /** {@code sweeper.update(old => r.branch(old.owner == owner, {until: r.now() + lease}, {}))} */
    String renew(SweepOrder order, Duration lease) {
        return ifMine(order, "{\"until\":" + in(lease) + "}");
    }

    /** Ends the lease; {@code upTo} says how far the sweep has come, unless it has not come to its end. */
    String release(SweepOrder order, @Nullable Instant upTo) {
        String done = upTo == null || !upTo.isAfter(Instant.EPOCH)
                ? ""
                : ",\"" + field(order.kind()) + "\":" + TsRange.time(upTo);
        return ifMine(order, "{\"until\":" + Reql.NOW + done + "}");
    }

    private String ifMine(SweepOrder order, String change) {
        String mine = term(17, old("owner"), Json.quote(order.owner()));
        return "[53,[" + sweeper + "," + function(1, term(65, mine, change, "{}")) + "],{\"durability\":\"soft\"}]";
    }

    /** {@code r.expr([{from: target}]).union(positions.filter(p => not expired).pluck('id', 'from')).min('from')} */
    private String oldest(String target, boolean hard) {
        if (hard) {
            return only(target);
        }
        String asked = expiry == null
                ? positions
                : term(39, positions, function(3, term(65, isExpired(expiry), "false", "true")));
        String each = term(33, asked, "\"id\"", "\"from\"");
        return term(147, term(44, term(2, only(target)), each), "\"from\"");
    }

    private static String only(String target) {
        return "{\"from\":" + target + "}";
    }

    // One that does not tell when it was written never expires.
    private static String isExpired(Duration unwritten) {
        String isTime = term(17, term(52, WRITTEN), "\"PTYPE<TIME>\"");
        return or(and(isTime, term(19, WRITTEN, term(25, Reql.NOW, Reql.seconds(unwritten)))), "false");
    }

    // Comes first in a query: a bound that is no time, from a position that is none, fails it before anything is
    // written.
    private static String answer(String target) {
        String subscriber = or(term(170, OLDEST, "\"id\""), "null");
        return "{\"bound\":" + term(102, BOUND) + ",\"held\":" + term(19, BOUND, target) + ",\"subscriber\":"
                + subscriber + "}";
    }

    private static String field(Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    private static String old(String field) {
        return term(170, OLD, Json.quote(field));
    }

    private static String in(Duration time) {
        return term(24, Reql.NOW, Reql.seconds(time));
    }

    private static String or(String value, String otherwise) {
        return term(92, value, otherwise);
    }

    private static String and(String one, String other) {
        return term(67, one, other);
    }

    private static String let(String oldest, String body) {
        return term(64, function(2, body), oldest);
    }

    private static String function(int parameter, String body) {
        return term(69, term(2, Integer.toString(parameter)), body);
    }

    private static String term(int type, String... arguments) {
        return "[" + type + ",[" + String.join(",", arguments) + "]]";
    }
}
