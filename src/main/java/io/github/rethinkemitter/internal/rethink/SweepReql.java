package io.github.rethinkemitter.internal.rethink;

import io.github.rethinkemitter.internal.flow.SweepOrder;
import io.github.rethinkemitter.internal.flow.SweepOrder.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The queries by which events are deleted. Every time in them is the server's: clocks of clients decide nothing. */
final class SweepReql {

    /** Documents that one query deletes at most, so that none holds up the server's other work for long. */
    static final int RANGE = 1000;

    private static final String OLD = "[10,[1]]";
    private static final String BOUND = "[10,[2]]";

    private final String events;
    private final String positions;
    private final String sweeper;

    SweepReql(TableName events) {
        this.events = events.term();
        this.positions = events.positions().term();
        this.sweeper = term(16, positions, Json.quote("#sweeper"));
    }

    /**
     * Takes the lease and moves {@code swept}, both or neither.
     *
     * <pre>
     * bound => {bound, held: bound &lt; r.now() - age}.merge(sweeper.replace(old => r.branch(
     *         (old.until &lt;= r.now() or old.owner == owner) and old[kind] + every / 2 &lt;= bound,
     *         old.merge({owner, until: r.now() + lease, swept: max(old.swept, bound)}),
     *         old), {durability: 'hard'}))
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
        return let(bound(target, order.hard()), term(35, answer(target), replaced));
    }

    /**
     * Deletes some of the events before {@code to}. Positions are asked again: one that was written after the lease was
     * taken, by somebody who did not see yet how far {@code swept} had moved, counts as well.
     *
     * <pre>
     * bound => {bound, held: bound &lt; to}.merge(
     *     events.between(from, bound, {index: 'ts'}).filter({ephemeral: true}).limit(1000).delete({durability: 'soft'}))
     * </pre>
     */
    String range(SweepOrder order, Instant from, Instant to) {
        return range(order.kind(), Reql.bound(from), bound(Reql.time(to), order.hard()), Reql.time(to));
    }

    /** The same where there are no positions, nor a lease. */
    String unguarded(SweepOrder order, Instant from) {
        String target = term(25, Reql.NOW, Reql.seconds(order.age()));
        return range(order.kind(), Reql.bound(from), target, target);
    }

    private String range(Kind kind, String from, String bound, String target) {
        String between = "[182,[" + events + "," + from + "," + BOUND + "],{\"index\":\"ts\"}]";
        String old = kind == Kind.EPHEMERAL ? term(39, between, "{\"ephemeral\":true}") : between;
        String deleted = "[54,[" + term(71, old, Integer.toString(RANGE)) + "],{\"durability\":\"soft\"}]";
        return let(bound, term(35, answer(target), deleted));
    }

    /** {@code sweeper.update(old => r.branch(old.owner == owner, {until: r.now() + lease}, {}))} */
    String renew(SweepOrder order, Duration lease) {
        return ifMine(order, "{\"until\":" + in(lease) + "}");
    }

    /** Ends the lease; {@code upTo} says how far the sweep has come, unless it has not come to its end. */
    String release(SweepOrder order, @Nullable Instant upTo) {
        String done = upTo == null || !upTo.isAfter(Instant.EPOCH)
                ? ""
                : ",\"" + field(order.kind()) + "\":" + Reql.time(upTo);
        return ifMine(order, "{\"until\":" + Reql.NOW + done + "}");
    }

    private String ifMine(SweepOrder order, String change) {
        String mine = term(17, old("owner"), Json.quote(order.owner()));
        return "[53,[" + sweeper + "," + function(1, term(65, mine, change, "{}")) + "],{\"durability\":\"soft\"}]";
    }

    /** {@code r.expr([target]).union(positions('from')).min()} */
    private String bound(String target, boolean hard) {
        return hard ? target : term(147, term(44, term(2, target), term(170, positions, "\"from\"")));
    }

    // Comes first in a query: a bound that is no time, from a position that is none, fails it before anything is
    // written.
    private static String answer(String target) {
        return "{\"bound\":" + term(102, BOUND) + ",\"held\":" + term(19, BOUND, target) + "}";
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

    private static String let(String bound, String body) {
        return term(64, function(2, body), bound);
    }

    private static String function(int parameter, String body) {
        return term(69, term(2, Integer.toString(parameter)), body);
    }

    private static String term(int type, String... arguments) {
        return "[" + type + ",[" + String.join(",", arguments) + "]]";
    }
}
