package io.github.rethinkemitter.internal.rethink.query;

import static io.github.rethinkemitter.internal.rethink.query.ReqlTerms.*;

import io.github.rethinkemitter.internal.config.TableSettings;
import io.github.rethinkemitter.internal.flow.TableReader.Wanted;
import io.github.rethinkemitter.internal.json.JsonBytes;
import io.github.rethinkemitter.internal.json.JsonString;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** This library's queries on its table, as the JSON that the server parses: {@code [term type, [argument…], {option…}]}. */
public final class Reql {

    /** {@code r.now()} */
    public static final String NOW = ReqlTerms.NOW;

    private final TableSettings settings;
    private final TableName events;
    private final String table;

    public Reql(TableSettings settings) {
        this.settings = settings;
        this.events = new TableName(settings.db(), settings.table());
        this.table = events.term();
    }

    public TableName events() {
        return events;
    }

    /** {@code table.insert([…], {durability}).merge({at: r.now()})}; every {@code r.now()} of a query is the same time. */
    JsonBytes insert(List<OutgoingDocument> documents) {
        int size = 256;
        for (OutgoingDocument document : documents) {
            size += document.size();
        }
        var query = new JsonBytes(size).json("[35,[[56,[" + table + ",[2,[");
        String separator = "";
        for (OutgoingDocument document : documents) {
            query.json(separator);
            separator = ",";
            DocumentWriter.write(document, settings.persist(), query);
        }
        return query.json("]]],{\"durability\":\"" + durability() + "\"}],{\"at\":" + NOW + "}]]");
    }

    /** {@code table.getAll(id…).pluck('id', 'ts', 'src', 'seq')} */
    String whichOf(List<OutgoingDocument> documents) {
        return documents.stream()
                .map(document -> JsonString.quote(document.id()))
                .collect(Collectors.joining(",", "[33,[[78,[" + table + ",", "]],\"id\",\"ts\",\"src\",\"seq\"]]"));
    }

    /** {@code table.between(from, end, {index: 'ts'}).changes({…})} */
    public String changes(Instant from, int queueSize) {
        return "[152,[" + TsRange.since(table, from)
                + "],{\"include_initial\":true,\"include_states\":true,\"squash\":false," + "\"changefeed_queue_size\":"
                + queueSize + "}]";
    }

    /**
     * The documents of a publisher that stand for at least one of the numbers.
     *
     * <pre>
     * table.between(since, until, {index: 'ts'}).filter(row => row.src == src and row.seq &lt;= last and
     *     (first &lt;= row.seq or 1 &lt;= row.seq and 1 &lt;= row.n and row.n &lt;= most and first &lt; row.seq + row.n))
     * </pre>
     *
     * Others may have written anything as {@code seq} and {@code n}, and must not make the query fail. Values of all types can be
     * compared, and what lies between two numbers is a number, so nothing else is ever added up.
     */
    public String find(Wanted wanted) {
        String row = parameter(1);
        String seq = field(row, "seq");
        String n = field(row, "n");
        String first = Long.toString(wanted.first());
        String reaches = and(
                notAfter("1", seq), notAfter("1", n), notAfter(n, "" + PackedEvents.MOST), before(first, add(seq, n)));
        String matches = and(
                equal(field(row, "src"), text(wanted.src())),
                notAfter(seq, Long.toString(wanted.last())),
                or(notAfter(first, seq), reaches));
        // The upper bound of a range is not in it.
        String between = TsRange.between(table, wanted.since(), wanted.until().plusMillis(1));
        return filter(between, function(1, matches));
    }

    /** {@code table.between(from, to, {index: 'ts'})} */
    public String range(Instant from, Instant to) {
        return TsRange.between(table, from, to);
    }

    /** {@code table.between(from, end, {index: 'ts'}).orderBy({index: 'ts'}).limit(1)('ts')} */
    public String oldest(Instant from) {
        return "[170,[[71,[[41,[" + TsRange.since(table, from) + "],{\"index\":\"ts\"}],1]],\"ts\"]]";
    }

    /** {@code [table.info()('id'), r.now(), table.between(from, to, {index: 'ts'}).count()]} */
    public String census(Instant from, Instant to) {
        return "[2,[" + tableId() + "," + NOW + ",[43,[" + range(from, to) + "]]]]";
    }

    /** {@code documents.pluck('id')} of some documents that the index has, and whose {@code ts} no event may have */
    public String misplaced(int some) {
        return "[33,[" + TsRange.outside(table, some) + ",\"id\"]]";
    }

    /** {@code table.info()('id')} */
    String tableId() {
        return "[170,[[79,[" + table + "]],\"id\"]]";
    }

    /** {@code table.getAll(id…).update({ts: r.now()}, {durability}).merge({at: r.now()})} */
    String restamp(List<OutgoingDocument> documents) {
        return documents.stream()
                .map(document -> JsonString.quote(document.id()))
                .collect(Collectors.joining(
                        ",",
                        "[35,[[53,[[78,[" + table + ",",
                        "]],{\"ts\":" + NOW + "}],{\"durability\":\"" + durability() + "\"}],{\"at\":" + NOW + "}]]"));
    }

    private String durability() {
        return settings.durability().name().toLowerCase(Locale.ROOT);
    }

    static String seconds(Duration time) {
        return seconds(time.toMillis());
    }

    static String seconds(long millis) {
        return BigDecimal.valueOf(millis, 3).toPlainString();
    }
}
