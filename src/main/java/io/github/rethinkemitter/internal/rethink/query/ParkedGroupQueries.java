package io.github.rethinkemitter.internal.rethink.query;

import static io.github.rethinkemitter.internal.rethink.query.ReqlTerms.*;

import io.github.rethinkemitter.ParkedState;
import io.github.rethinkemitter.internal.flow.ParkedGroup;
import io.github.rethinkemitter.internal.flow.PositionStore.Subscription;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The queries on groups of entries, which go to their observer one after another: see {@link ParkQueries}. */
public final class ParkedGroupQueries {

    /** The groups of an owner, and their entries in order. Entries that are done have none. */
    public static final TableIndex GROUP = new TableIndex("group", List.of("owner", "group", "place"));

    private static final int ROW = 1; // the parameter of functions of an entry
    private static final int NOTICED = 1_000; // discarded entries at a time

    private static final String ENTRY = parameter(ROW);

    private final String table;

    public ParkedGroupQueries(TableName events) {
        this.table = events.parked().term();
    }

    /**
     * {@code table.between([owner, r.minval, r.minval], [owner, r.maxval, r.maxval], {index: 'group'}).orderBy({index: 'group'})
     * .pluck('group', 'state')}
     */
    public String groups(Subscription owner) {
        return pluck(
                inOrder(array(text(owner.name()), MINVAL, MINVAL), array(text(owner.name()), MAXVAL, MAXVAL)),
                "group",
                "state");
    }

    /** Reads the answer to {@link #groups}. A discarded entry that nobody has noticed yet is not among them. */
    public static List<ParkedGroup> groups(List<Object> rows) {
        Map<String, ParkedGroup> groups = new LinkedHashMap<>();
        for (Object row : rows) {
            if (row instanceof Map<?, ?> entry && !ParkedState.DISCARDED.name().equals(entry.get("state"))) {
                String id = String.valueOf(entry.get("group"));
                ParkedGroup known = groups.get(id);
                groups.put(
                        id,
                        known == null
                                ? new ParkedGroup(id, 1, ParkedState.HELD.name().equals(entry.get("state")))
                                : new ParkedGroup(id, known.entries() + 1, known.held()));
            }
        }
        return new ArrayList<>(groups.values());
    }

    /**
     * Lets the first entry of a group wait if it is held, and answers how many entries were looked at: 0 or 1. An entry of a later
     * version stays, and those behind it wait for a server that knows it.
     *
     * <pre>
     * table.between([owner, group, r.minval], [owner, group, r.maxval], {index: 'group'}).orderBy({index: 'group'})
     *     .filter(e => e.state != 'DISCARDED').limit(1)
     *     .replace(e => r.branch(e.v == 1 and e.state == 'HELD', e.merge({state: 'WAITING', due: r.now(), last: r.now(), by}), e),
     *              {durability: 'hard'})
     * </pre>
     */
    public String advance(Subscription owner, String group, @Nullable String by) {
        String name = text(owner.name());
        String inOrder = inOrder(array(name, text(group), MINVAL), array(name, text(group), MAXVAL));
        String first = limit(filter(inOrder, function(ROW, not(isIn(ParkedState.DISCARDED)))), 1);
        String waiting = "{\"state\":" + text(ParkedState.WAITING.name()) + ",\"due\":" + NOW + ",\"last\":" + NOW
                + (by == null ? "" : ",\"by\":" + ParkedDocument.text(by)) + "}";
        String isHeld = and(ParkQueries.isOfThisVersion(ENTRY), isIn(ParkedState.HELD));
        return replace(first, function(ROW, branch(isHeld, merge(ENTRY, waiting), ENTRY)), HARD);
    }

    /** Reads the answer to {@link #advance}. */
    public static boolean isLeft(Map<?, ?> reply) {
        return !Double.valueOf(0).equals(reply.get("replaced"))
                || !Double.valueOf(0).equals(reply.get("unchanged"));
    }

    /**
     * Notices entries of groups that were discarded, and answers these groups.
     *
     * <pre>
     * table.between([owner, 'DISCARDED', r.minval], [owner, 'DISCARDED', r.maxval], {index: 'due'}).filter({v: 1}).limit(n)
     *     .replace(e => e.without('due', 'group', 'place'), {durability: 'soft', return_changes: true})
     *     .merge(reply => {changes: reply.changes.default([])('old_val')('group')})
     * </pre>
     */
    public String takeDiscarded(Subscription owner) {
        String name = text(owner.name());
        String state = text(ParkedState.DISCARDED.name());
        String discarded =
                between(table, array(name, state, MINVAL), array(name, state, MAXVAL), "{\"index\":\"due\"}");
        String noticed = replace(
                limit(filter(discarded, ParkQueries.OF_THIS_VERSION), NOTICED),
                function(ROW, without(ENTRY, "due", "group", "place")),
                "{\"durability\":\"soft\",\"return_changes\":true}");
        String groups = field(field(orDefault(field(ENTRY, "changes"), array()), "old_val"), "group");
        return term(35, noticed, function(ROW, "{\"changes\":" + groups + "}"));
    }

    /** Reads the answer to {@link #takeDiscarded}. */
    public static Set<String> discarded(Map<?, ?> reply) {
        Set<String> groups = new HashSet<>();
        if (reply.get("changes") instanceof List<?> all) {
            all.forEach(group -> groups.add(String.valueOf(group)));
        }
        return groups;
    }

    private String inOrder(String from, String to) {
        return orderBy(between(table, from, to, "{\"index\":\"group\"}"), GROUP.name());
    }

    private static String isIn(ParkedState state) {
        return equal(field(ENTRY, "state"), text(state.name()));
    }
}
