package io.github.rethinkemitter.internal.rethink.query;

import static io.github.rethinkemitter.internal.rethink.query.ReqlTerms.FALSE;
import static io.github.rethinkemitter.internal.rethink.query.ReqlTerms.MAXVAL;
import static io.github.rethinkemitter.internal.rethink.query.ReqlTerms.MINVAL;
import static io.github.rethinkemitter.internal.rethink.query.ReqlTerms.add;
import static io.github.rethinkemitter.internal.rethink.query.ReqlTerms.and;
import static io.github.rethinkemitter.internal.rethink.query.ReqlTerms.array;
import static io.github.rethinkemitter.internal.rethink.query.ReqlTerms.before;
import static io.github.rethinkemitter.internal.rethink.query.ReqlTerms.between;
import static io.github.rethinkemitter.internal.rethink.query.ReqlTerms.branch;
import static io.github.rethinkemitter.internal.rethink.query.ReqlTerms.equal;
import static io.github.rethinkemitter.internal.rethink.query.ReqlTerms.field;
import static io.github.rethinkemitter.internal.rethink.query.ReqlTerms.filter;
import static io.github.rethinkemitter.internal.rethink.query.ReqlTerms.function;
import static io.github.rethinkemitter.internal.rethink.query.ReqlTerms.map;
import static io.github.rethinkemitter.internal.rethink.query.ReqlTerms.orDefault;
import static io.github.rethinkemitter.internal.rethink.query.ReqlTerms.parameter;
import static io.github.rethinkemitter.internal.rethink.query.ReqlTerms.term;
import static io.github.rethinkemitter.internal.rethink.query.ReqlTerms.text;

import io.github.rethinkemitter.ParkedState;
import io.github.rethinkemitter.StoredStatus.Parked;
import io.github.rethinkemitter.StoredStatus.Position;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The queries on what the database knows of all servers of a channel. See {@link ParkQueries} and {@link PositionQueries}. */
public final class StatusQueries {

    private static final Duration UNUSED = Duration.ofMinutes(10);

    // The parameters of functions in a query.
    private static final int ROW = 1;
    private static final int ONE = 2;
    private static final int OTHER = 3;

    private static final String ENTRY = parameter(ROW);

    private final TableName events;

    public StatusQueries(TableName events) {
        this.events = events;
    }

    /**
     * Counts the entries that are not done, and finds the time of the oldest, by owner, observer and state. The index has these states
     * side by side, and the server keeps one document for each group while it reads them.
     *
     * <pre>
     * parked.between(['HELD', r.minval], ['WAITING', r.maxval], {index: 'state'}).filter(e => e.v == 1 and e.last is a time)
     *     .group(e => [e.owner, e.observer, e.state])
     *     .map(e => {count: 1, oldest: e.last.toEpochTime()})
     *     .reduce((one, other) => {count: one.count + other.count, oldest: the smaller one})
     *     .ungroup()
     * </pre>
     */
    public String parked() {
        String open = between(
                events.parked().term(),
                array(text(ParkedState.HELD.name()), MINVAL),
                array(text(ParkedState.WAITING.name()), MAXVAL),
                "{\"index\":\"state\"}");
        String isEntry = and(equal(field(ENTRY, "v"), Integer.toString(ParkQueries.VERSION)), isTime("last"));
        String entries = filter(open, function(ROW, orDefault(isEntry, FALSE)));
        String key = array(
                orDefault(field(ENTRY, "owner"), text("")),
                orDefault(field(ENTRY, "observer"), text("")),
                field(ENTRY, "state"));
        String counted = map(
                term(144, entries, function(ROW, key)),
                function(ROW, "{\"count\":1,\"oldest\":" + epochTime(field(ENTRY, "last")) + "}"));
        return term(150, term(37, counted, sum()));
    }

    private static String sum() {
        String one = parameter(ONE);
        String other = parameter(OTHER);
        String oldest = branch(
                before(field(one, "oldest"), field(other, "oldest")), field(one, "oldest"), field(other, "oldest"));
        String sum = "{\"count\":" + add(field(one, "count"), field(other, "count")) + ",\"oldest\":" + oldest + "}";
        return term(69, array(Integer.toString(ONE), Integer.toString(OTHER)), sum);
    }

    /** Reads the answer to {@link #parked}. */
    public static List<Parked> parked(List<Object> rows) {
        Map<String, Map<String, Parked>> all = new TreeMap<>();
        for (Object row : rows) {
            if (row instanceof Map<?, ?> group
                    && group.get("group") instanceof List<?> key
                    && group.get("reduction") instanceof Map<?, ?> sum) {
                var owner = String.valueOf(key.get(0));
                var observer = String.valueOf(key.get(1));
                var part = part(owner, observer, String.valueOf(key.get(2)), sum);
                all.computeIfAbsent(owner, name -> new TreeMap<>()).merge(observer, part, StatusQueries::together);
            }
        }
        return all.values().stream().flatMap(of -> of.values().stream()).toList();
    }

    private static Parked part(String owner, String observer, String state, Map<?, ?> sum) {
        long count = sum.get("count") instanceof Double number ? number.longValue() : 0;
        boolean parked = state.equals(ParkedState.PARKED.name());
        boolean held = state.equals(ParkedState.HELD.name());
        return new Parked(
                owner,
                observer,
                parked || held ? 0 : count,
                parked ? count : 0,
                held ? count : 0,
                parked ? Optional.ofNullable(time(sum.get("oldest"))) : Optional.empty());
    }

    private static Parked together(Parked one, Parked other) {
        return new Parked(
                one.subscriber(),
                one.observer(),
                one.waiting() + other.waiting(),
                one.parked() + other.parked(),
                one.held() + other.held(),
                one.oldestParked().or(other::oldestParked));
    }

    /**
     * All positions, but not what belongs to them, nor the document of the sweepers.
     *
     * <pre>
     * positions.between('', r.maxval).filter(p => p.ts and p.at are times)
     *     .map(p => {id: p.id, ts: p.ts.toEpochTime(), at: p.at.toEpochTime()})
     * </pre>
     */
    public String positions() {
        String named = term(182, events.positions().term(), text(""), MAXVAL);
        String written = filter(named, function(ROW, orDefault(and(isTime("ts"), isTime("at")), FALSE)));
        return map(
                written,
                function(
                        ROW,
                        "{\"id\":" + field(ENTRY, "id") + ",\"ts\":" + epochTime(field(ENTRY, "ts")) + ",\"at\":"
                                + epochTime(field(ENTRY, "at")) + "}"));
    }

    /** Reads the answer to {@link #positions}, at a time of the database. */
    public static List<Position> positions(List<Object> rows, Instant now) {
        List<Position> positions = new ArrayList<>();
        for (Object row : rows) {
            if (row instanceof Map<?, ?> position) {
                var ts = time(position.get("ts"));
                var at = time(position.get("at"));
                if (ts != null && at != null) {
                    var lag = Duration.between(ts, now);
                    boolean unused = at.isBefore(now.minus(UNUSED));
                    positions.add(new Position(
                            String.valueOf(position.get("id")),
                            ts,
                            lag.isNegative() ? Duration.ZERO : lag,
                            at,
                            unused));
                }
            }
        }
        positions.sort(Comparator.comparing(Position::subscriber));
        return positions;
    }

    private static @Nullable Instant time(@Nullable Object seconds) {
        return seconds instanceof Double number ? Instant.ofEpochMilli(Math.round(number * 1000)) : null;
    }

    private static String isTime(String name) {
        return equal(term(52, field(ENTRY, name)), text("PTYPE<TIME>"));
    }

    private static String epochTime(String time) {
        return term(102, time);
    }
}
