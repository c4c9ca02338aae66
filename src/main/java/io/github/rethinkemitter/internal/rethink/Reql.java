package io.github.rethinkemitter.internal.rethink;

import io.github.rethinkemitter.internal.config.TableSettings;
import io.github.rethinkemitter.internal.flow.Draft;
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
        int size =
                drafts.stream().mapToInt(draft -> draft.content().size() + 256).sum();
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
                .append(settings.durability().name().toLowerCase(Locale.ROOT))
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

    /** {@code table.between(since, r.maxval, {index: 'ts'}).filter(row => row.src == src && first <= row.seq <= last)} */
    String find(String src, long first, long last, Instant since) {
        return "[39,[" + since(since) + ",[69,[[2,[1]],[67,["
                + "[17,[" + field("src") + "," + Json.quote(src) + "]],"
                + "[22,[" + field("seq") + "," + first + "]],"
                + "[20,[" + field("seq") + "," + last + "]]]]]]]]";
    }

    private static String field(String name) {
        return "[170,[[10,[1]],\"" + name + "\"]]";
    }

    private String since(Instant from) {
        return "[182,[" + table + "," + time(from) + "," + MAX + "],{\"index\":\"ts\"}]";
    }

    /** {@code r.epochTime(…)}; what is not after 1970 is {@code r.minval}. */
    static String time(Instant time) {
        return time.isAfter(Instant.EPOCH) ? "[101,[" + seconds(time.toEpochMilli()) + "]]" : MIN;
    }

    static String seconds(Duration time) {
        return seconds(time.toMillis());
    }

    private static String seconds(long millis) {
        return millis / 1000 + "." + String.format(Locale.ROOT, "%03d", millis % 1000);
    }
}
