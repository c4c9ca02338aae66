package io.github.rethinkemitter.internal.rethink.query;

import static io.github.rethinkemitter.internal.rethink.query.ReqlTerms.*;

import io.github.rethinkemitter.ParkedReason;
import io.github.rethinkemitter.ParkedState;
import io.github.rethinkemitter.internal.flow.ParkedEntry;
import io.github.rethinkemitter.internal.flow.ParkedFilter;
import io.github.rethinkemitter.internal.flow.PositionStore.Subscription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The queries on the events that observers failed on, in a table beside that of the events. Every time in them is the server's.
 *
 * <pre>
 * entry    = { id: text, owner, observer, state, reason, attempts, first: TIME, last: TIME, due?: TIME, holder?, cause?, event,
 *              group?: text, place?, by?, note?, v: 1 }
 * owner    = the subscriber whose server calls the observer
 * state    = ParkedState
 * reason   = ParkedReason
 * first    = when it was stored
 * last     = when its state was changed last, other than by a server that begins an attempt
 * due      = in state WAITING: when the observer may be called
 * holder   = in state REDRIVING: the process that calls the observer
 * cause    = { type, message, stack }, all texts
 * event    = { id, ts: TIME, src?, seq?, topic, args: text, exact: flag, headers?: text, key?: text }
 * group    = the entries of one go to their observer one after another, in the order of place
 * place    = [ TIME of the event, its number ]
 * by, note = who redrove or discarded it last, and why
 * </pre>
 *
 * {@code args} and {@code headers} are JSON texts, in which the database changes nothing. An entry of a later version is left alone.
 */
public final class ParkQueries {

    /** What is due, by owner. Entries that are never due are not in it. */
    public static final TableIndex DUE = new TableIndex("due", List.of("owner", "state", "due"));

    /** What is in a state, by the time when that was changed last. */
    public static final TableIndex STATE = new TableIndex("state", List.of("state", "last", "id"));

    static final int VERSION = 1;
    static final String OF_THIS_VERSION = "{\"v\":" + VERSION + "}";

    private static final String SOFT_ALWAYS = "\"durability\":\"soft\",\"return_changes\":\"always\"";
    private static final Duration LONGEST = Duration.ofDays(36_500);

    // The parameters of functions in a query.
    private static final int ROW = 1;
    private static final int OLD = 2;
    private static final int NEW = 3;
    private static final int REPLY = 4;
    private static final int BOUND = 5;

    private static final String ENTRY = parameter(ROW);

    private final String table;
    private final String positions;

    public ParkQueries(TableName events) {
        this.table = events.parked().term();
        this.positions = events.positions().term();
    }

    /**
     * Stores documents; those of entries that this process holds take the place of what such an entry says about attempts.
     *
     * <pre>
     * table.insert([…], {durability: 'hard', conflict: (id, old, new) => r.branch(old.state == 'REDRIVING' and old.holder == process,
     *     old.without('due', 'holder', 'group', 'place').merge(new.pluck('state', 'reason', 'attempts', 'last', 'due', 'cause',
     *                                                                    'holder', 'group', 'place')), old)})
     * </pre>
     */
    public String park(Subscription owner, Collection<String> documents) {
        String old = parameter(OLD);
        String outcome = pluck(
                parameter(NEW), "state", "reason", "attempts", "last", "due", "cause", "holder", "group", "place");
        String resolved =
                branch(isHeldBy(owner, old), merge(without(old, "due", "holder", "group", "place"), outcome), old);
        return insert(
                table,
                arrayOf(documents),
                "{\"durability\":\"hard\",\"conflict\":" + conflict(ROW, OLD, NEW, resolved) + "}");
    }

    /**
     * Stores documents where there are none, and answers the ids of entries that this process does not hold.
     *
     * <pre>
     * table.insert([…], {durability: 'soft', return_changes: 'always', conflict: (id, old, new) => old})
     *     (reply => reply.merge({changes: [],
     *         others: reply.changes('new_val').filter(e => not (e.state == 'REDRIVING' and e.holder == process))('id')}))
     * </pre>
     */
    public String hold(Subscription owner, Collection<String> documents) {
        String inserted = insert(
                table,
                arrayOf(documents),
                "{" + SOFT_ALWAYS + ",\"conflict\":" + conflict(ROW, OLD, NEW, parameter(OLD)) + "}");
        String entries = field(field(parameter(REPLY), "changes"), "new_val");
        String others = field(filter(entries, function(ROW, not(isHeldBy(owner, ENTRY)))), "id");
        return let(
                REPLY,
                inserted,
                merge(parameter(REPLY), "{\"changes\":" + array() + ",\"others\":" + orDefault(others, array()) + "}"));
    }

    /** {@code table.getAll(id…).replace(e => r.branch(e.state == 'REDRIVING' and e.holder == process, null, e), {durability: 'soft'})} */
    public String forget(Subscription owner, Set<String> ids) {
        return replace(getAll(table, ids), function(ROW, branch(isHeldBy(owner, ENTRY), NULL, ENTRY)), SOFT);
    }

    /**
     * Takes entries that are due, and answers their ids in the order in which they were due, and then the entries in no order. The
     * answer is a sequence, which the server sends in parts of a bounded size.
     *
     * <pre>
     * r.branch(positions.get(owner)('owner').default(process) == process,
     *     table.between([owner, 'WAITING', r.minval], [owner, 'WAITING', r.now()], {index: 'due', right_bound: 'closed'})
     *         .orderBy({index: 'due'}).filter({v: 1}).limit(n)
     *         .replace(e => r.branch(e.state == 'WAITING',
     *                                e.without('due').merge({state: 'REDRIVING', holder: process, attempts: e.attempts + 1}), e),
     *                  {durability: 'hard', return_changes: true})('changes').default([]).orderBy(c => c.old_val.due)('new_val')('id')
     *         (ids => [ids].union(table.getAll(r.args(ids)))),
     *     [])
     * </pre>
     */
    public String takeDue(Subscription owner, int atMost) {
        String waiting = text(ParkedState.WAITING.name());
        String due = between(
                table,
                array(text(owner.name()), waiting, MINVAL),
                array(text(owner.name()), waiting, NOW),
                "{\"index\":\"due\",\"right_bound\":\"closed\"}");
        String first = limit(filter(orderBy(due, DUE.name()), OF_THIS_VERSION), atMost);
        String held = "{\"state\":" + text(ParkedState.REDRIVING.name()) + ",\"holder\":" + text(owner.owner())
                + ",\"attempts\":" + add(field(ENTRY, "attempts"), "1") + "}";
        String taken = replace(
                first,
                function(ROW, branch(isIn(ParkedState.WAITING), merge(without(ENTRY, "due"), held), ENTRY)),
                "{\"durability\":\"hard\",\"return_changes\":true}");
        String inOrder = term(
                41, orDefault(field(taken, "changes"), array()), function(ROW, field(field(ENTRY, "old_val"), "due")));
        String ids = field(field(inOrder, "new_val"), "id");
        String entries = term(78, table, term(154, parameter(REPLY)));
        String answer = let(REPLY, ids, term(44, array(parameter(REPLY)), entries));
        return branch(isNotOvertaken(owner), answer, array());
    }

    /**
     * Lets entries wait again.
     *
     * <pre>
     * r.branch(positions.get(owner)('owner').default(process) == process, [id…](known =>
     *     table.between(['REDRIVING', r.minval], ['REDRIVING', r.maxval], {index: 'state'}).filter({owner, v: 1})
     *         .replace(e => r.branch(e.state == 'REDRIVING' and not (e.holder == process and known.contains(e.id)),
     *             e.without('holder').merge({state: 'WAITING', due: r.now(), last: r.now(),
     *                                        attempts: r.branch(e.holder == process, e.attempts - 1, e.attempts),
     *                                        reason: r.branch(e.holder == process, e.reason, 'CRASH')}), e),
     *         {durability: 'hard'})), {errors: 0})
     * </pre>
     *
     * There are only as many entries of this state as all servers together call observers with at a time, so no index is by owner.
     */
    public String release(Subscription owner, Set<String> known) {
        String held = filter(
                range(ParkedState.REDRIVING, null), "{\"owner\":" + text(owner.name()) + ",\"v\":" + VERSION + "}");
        String isHeld = isHeldBy(owner, ENTRY);
        String isLost =
                and(isIn(ParkedState.REDRIVING), not(and(isHeld, contains(parameter(BOUND), field(ENTRY, "id")))));
        String attempts = field(ENTRY, "attempts");
        String again = "{\"state\":" + text(ParkedState.WAITING.name()) + ",\"due\":" + NOW + ",\"last\":" + NOW
                + ",\"attempts\":" + branch(isHeld, subtract(attempts, "1"), attempts) + ",\"reason\":"
                + branch(isHeld, field(ENTRY, "reason"), text(ParkedReason.CRASH.name())) + "}";
        String released =
                replace(held, function(ROW, branch(isLost, merge(without(ENTRY, "holder"), again), ENTRY)), HARD);
        String ids = arrayOf(known.stream().map(ReqlTerms::text).toList());
        return branch(isNotOvertaken(owner), let(BOUND, ids, released), "{\"errors\":0}");
    }

    /**
     * The ids of entries that were changed since events come again after a restart.
     *
     * <pre>
     * positions.get(owner)('from').default(r.now())(from =>
     *     r.union(table.between([state, from], [state, r.maxval], {index: 'state'}), …)    for each state
     *         .filter({owner}).limit(n)('id'))
     * </pre>
     */
    public String changedSincePosition(Subscription owner, int atMost) {
        String from = orDefault(field(get(positions, owner.name()), "from"), NOW);
        String[] ranges = Stream.of(ParkedState.values())
                .map(state -> text(state.name()))
                .map(name ->
                        between(table, array(name, parameter(BOUND)), array(name, MAXVAL), "{\"index\":\"state\"}"))
                .toArray(String[]::new);
        String entries = limit(filter(term(44, ranges), "{\"owner\":" + text(owner.name()) + "}"), atMost);
        return let(BOUND, from, field(entries, "id"));
    }

    /**
     * Entries in the order of state, time and id, which is that of the index.
     *
     * <pre>
     * r.union(
     *     table.between([state, after.last, after.id], [state, r.maxval], {index: 'state', left_bound: 'open'})
     *         .orderBy({index: 'state'}).filter(…).limit(n),
     *     …,                                                                           for each state that comes later
     *     {interleave: false}).limit(n)
     * </pre>
     */
    public String find(ParkedFilter filter, @Nullable ParkedEntry after, int atMost) {
        String condition = ParkedCondition.of(filter, ROW);
        List<String> parts = new ArrayList<>();
        inOrder(filter.states())
                .filter(state ->
                        after == null || state.name().compareTo(after.state().name()) >= 0)
                .forEach(state -> {
                    ParkedEntry from = after != null && after.state() == state ? after : null;
                    String sorted = orderBy(range(state, from), STATE.name());
                    parts.add(limit(filter(sorted, condition), atMost));
                });
        return switch (parts.size()) {
            case 0 -> array();
            case 1 -> parts.get(0);
            default -> limit("[44,[" + String.join(",", parts) + "],{\"interleave\":false}]", atMost);
        };
    }

    /** {@code table.between([state, r.minval], [state, r.maxval], {index: 'state'}).filter(…).count() + …} */
    public String count(ParkedFilter filter) {
        String condition = ParkedCondition.of(filter, ROW);
        return inOrder(filter.states())
                .map(state -> ReqlTerms.count(filter(range(state, null), condition)))
                .reduce(ReqlTerms::add)
                .orElse("0");
    }

    /** {@code table.get(id)} */
    public String entry(String id) {
        return get(table, id);
    }

    /**
     * Lets parked entries wait.
     *
     * <pre>
     * {id: seconds, …}(in => table.getAll(id…).replace(e => r.branch(e.v == 1 and e.state == 'PARKED',
     *     e.merge({state: 'WAITING', attempts: 0, due: r.now() + in[e.id], last: r.now(), by}), e), {durability: 'hard'}))
     * </pre>
     */
    public String redrive(Map<String, Duration> dueIn, String by) {
        String seconds = dueIn.entrySet().stream()
                .map(entry -> text(entry.getKey()) + ":" + bounded(entry.getValue()))
                .collect(Collectors.joining(",", "{", "}"));
        String due = add(NOW, term(170, parameter(BOUND), field(ENTRY, "id")));
        String waiting = "{\"state\":" + text(ParkedState.WAITING.name()) + ",\"attempts\":0,\"due\":" + due
                + ",\"last\":" + NOW + ",\"by\":" + stored(by) + "}";
        String isParked = isIn(ParkedState.PARKED);
        return let(
                BOUND,
                seconds,
                replace(
                        getAll(table, dueIn.keySet()),
                        function(ROW, branch(isParked, merge(ENTRY, waiting), ENTRY)),
                        HARD));
    }

    /**
     * Takes entries for discarded.
     *
     * <pre>
     * table.getAll(id…).replace(e => r.branch(e.v == 1 and ['WAITING', 'PARKED', 'HELD'].contains(e.state),
     *     e.without('due').merge({state: 'DISCARDED', last: r.now(), by, note}, e.group == null ? {} : {due: r.now()}), e),
     *     {durability: 'hard'})
     * </pre>
     *
     * {@link ParkedGroupQueries#takeDiscarded} finds those of groups by {@code due}.
     */
    public String discard(Set<String> ids, String by, String note) {
        String discarded = "{\"state\":" + text(ParkedState.DISCARDED.name()) + ",\"last\":" + NOW + ",\"by\":"
                + stored(by) + ",\"note\":" + stored(note) + "}";
        String isOpen = isIn(ParkedState.WAITING, ParkedState.PARKED, ParkedState.HELD);
        String hasGroup = orDefault(equal(term(52, field(ENTRY, "group")), text("STRING")), FALSE);
        return replace(
                getAll(table, ids),
                function(
                        ROW,
                        branch(
                                isOpen,
                                merge(
                                        merge(without(ENTRY, "due"), discarded),
                                        branch(hasGroup, "{\"due\":" + NOW + "}", "{}")),
                                ENTRY)),
                HARD);
    }

    /**
     * Deletes some of the entries that are done, and answers how many.
     *
     * <pre>
     * table.between(['DISCARDED', r.minval], ['DISCARDED', r.now() - keep], {index: 'state'}).filter({v: 1}).limit(n)
     *     .delete({durability: 'soft'})('deleted')(m => m + table.between(['HANDLED', …]).filter({v: 1}).limit(n - m).delete({durability: 'soft'})('deleted'))
     * </pre>
     */
    public String forgetDone(Duration keep, int atMost) {
        String until = subtract(NOW, bounded(keep));
        String deleted = parameter(REPLY);
        String rest = subtract(Integer.toString(atMost), deleted);
        return let(
                REPLY,
                deleted(ParkedState.DISCARDED, until, Integer.toString(atMost)),
                add(deleted, deleted(ParkedState.HANDLED, until, rest)));
    }

    private String deleted(ParkedState state, String until, String most) {
        String name = text(state.name());
        String done = between(table, array(name, MINVAL), array(name, until), "{\"index\":\"state\"}");
        return field(delete(term(71, filter(done, OF_THIS_VERSION), most), SOFT), "deleted");
    }

    private String range(ParkedState state, @Nullable ParkedEntry after) {
        String name = text(state.name());
        String from = after == null ? array(name, MINVAL) : array(name, TsRange.time(after.last()), text(after.id()));
        return between(table, from, array(name, MAXVAL), "{\"index\":\"state\",\"left_bound\":\"open\"}");
    }

    // In the order in which the index has them.
    private static Stream<ParkedState> inOrder(Set<ParkedState> states) {
        return states.stream().sorted((one, other) -> one.name().compareTo(other.name()));
    }

    // Where somebody has deleted the position, nobody has taken it over.
    private String isNotOvertaken(Subscription owner) {
        String process = text(owner.owner());
        return equal(orDefault(field(get(positions, owner.name()), "owner"), process), process);
    }

    private static String isHeldBy(Subscription owner, String entry) {
        return orDefault(
                and(
                        equal(field(entry, "state"), text(ParkedState.REDRIVING.name())),
                        equal(field(entry, "holder"), text(owner.owner()))),
                FALSE);
    }

    // Never so for an entry of a later version.
    private static String isIn(ParkedState... states) {
        String names =
                arrayOf(Stream.of(states).map(state -> text(state.name())).toList());
        return orDefault(and(isOfThisVersion(ENTRY), contains(names, field(ENTRY, "state"))), FALSE);
    }

    static String isOfThisVersion(String entry) {
        return equal(field(entry, "v"), Integer.toString(VERSION));
    }

    private static String arrayOf(Collection<String> elements) {
        return array(elements.toArray(String[]::new));
    }

    private static String stored(String text) {
        return ParkedDocument.text(text);
    }

    /** Seconds, never so many that the database has no such time. */
    static String bounded(Duration time) {
        return seconds(time.compareTo(LONGEST) > 0 ? LONGEST : time.isNegative() ? Duration.ZERO : time);
    }
}
