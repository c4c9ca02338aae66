package io.github.rethinkemitter.internal.rethink;

import io.github.rethinkemitter.internal.config.TableSettings;
import io.github.rethinkemitter.internal.flow.Draft;
import io.github.rethinkemitter.internal.flow.Timeline.Wanted;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** This library's queries on its table, as the JSON that the server parses: {@code [term type, [argument…], {option…}]}. */
final class Reql {

    /** {@code r.now()} */
    static final String NOW = "[103,[]]";

    private static final String MIN = "[180,[]]";
    private static final String MAX = "[181,[]]";

    private final TableSettings settings;
    private final TableName events;
    private final String table;

    Reql(TableSettings settings) {
        this.settings = settings;
        this.events = new TableName(settings.db(), settings.table());
        this.table = events.term();
    }

    TableName events() {
        return events;
    }

    /** {@code table.insert([…], {durability}).merge({at: r.now()})}; all {@code r.now()} of a query are one. */
    String insert(List<Draft> drafts) {
        int size = 256;
        for (Draft draft : drafts) {
            size += draft.content().size() + 256;
        }
        StringBuilder query =
                new StringBuilder(size).append("[35,[[56,[").append(table).append(",[2,[");
        char separator = 0;
        for (Draft draft : drafts) {
            if (separator != 0) {
                query.append(separator);
            }
            separator = ',';
            DocumentWriter.write(draft, settings.persist(), query);
        }
        return query.append("]]],{\"durability\":\"")
                .append(durability())
                .append("\"}],{\"at\":" + NOW + "}]]")
                .toString();
    }

    /** {@code table.getAll(id…).pluck('id', 'ts', 'src', 'seq')} */
    String whichOf(List<Draft> drafts) {
        return drafts.stream()
                .map(draft -> Json.quote(draft.id()))
                .collect(Collectors.joining(",", "[33,[[78,[" + table + ",", "]],\"id\",\"ts\",\"src\",\"seq\"]]"));
    }

    /** {@code table.between(from, r.maxval, {index: 'ts'}).changes({…})} */
    String changes(Instant from, int queueSize) {
        return "[152,[" + since(from) + "],{\"include_initial\":true,\"include_states\":true,\"squash\":false,"
                + "\"changefeed_queue_size\":" + queueSize + "}]";
    }

    /** {@code table.between(since, until, {index: 'ts'}).filter(row => row.src == src && first <= row.seq <= last)} */
    String find(Wanted wanted) {
        // The upper bound of a range is not in it.
        return "[39,[" + between(wanted.since(), time(wanted.until().plusMillis(1))) + ",[69,[[2,[1]],[67,["
                + "[17,[" + field("src") + "," + Json.quote(wanted.src()) + "]],"
                + "[22,[" + field("seq") + "," + wanted.first() + "]],"
                + "[20,[" + field("seq") + "," + wanted.last() + "]]]]]]]]";
    }

    /** {@code table.between(from, to, {index: 'ts'})} */
    String range(Instant from, Instant to) {
        return between(from, time(to));
    }

    /** {@code table.between(from, r.maxval, {index: 'ts'}).orderBy({index: 'ts'}).limit(1)('ts')} */
    String oldest(Instant from) {
        return "[170,[[71,[[41,[" + since(from) + "],{\"index\":\"ts\"}],1]],\"ts\"]]";
    }

    /** {@code [table.info()('id'), r.now(), table.between(from, to, {index: 'ts'}).count()]} */
    String census(Instant from, Instant to) {
        return "[2,[" + tableId() + "," + NOW + ",[43,[" + range(from, to) + "]]]]";
    }

    /** {@code table.info()('id')} */
    String tableId() {
        return "[170,[[79,[" + table + "]],\"id\"]]";
    }

    /** {@code table.getAll(id…).update({ts: r.now()}, {durability}).merge({at: r.now()})} */
    String restamp(List<Draft> drafts) {
        return drafts.stream()
                .map(draft -> Json.quote(draft.id()))
                .collect(Collectors.joining(
                        ",",
                        "[35,[[53,[[78,[" + table + ",",
                        "]],{\"ts\":" + NOW + "}],{\"durability\":\"" + durability() + "\"}],{\"at\":" + NOW + "}]]"));
    }

    private String durability() {
        return settings.durability().name().toLowerCase(Locale.ROOT);
    }

    private static String field(String name) {
        return "[170,[[10,[1]],\"" + name + "\"]]";
    }

    private String since(Instant from) {
        return between(from, MAX);
    }

    private String between(Instant from, String to) {
        return "[182,[" + table + "," + bound(from) + "," + to + "],{\"index\":\"ts\"}]";
    }

    static String time(Instant time) {
        return "[101,[" + seconds(time.toEpochMilli()) + "]]";
    }

    // The epoch stands for all that is there.
    static String bound(Instant time) {
        return time.isAfter(Instant.EPOCH) ? time(time) : MIN;
    }

    static String seconds(Duration time) {
        return seconds(time.toMillis());
    }

    private static String seconds(long millis) {
        return millis / 1000 + "." + String.format(Locale.ROOT, "%03d", millis % 1000);
    }
}
