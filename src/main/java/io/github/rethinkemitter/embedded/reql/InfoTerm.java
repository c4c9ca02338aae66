package io.github.rethinkemitter.embedded.reql;

import io.github.rethinkemitter.embedded.data.Arr;
import io.github.rethinkemitter.embedded.data.Datum;
import io.github.rethinkemitter.embedded.data.Obj;
import io.github.rethinkemitter.embedded.data.Printer;
import io.github.rethinkemitter.embedded.data.Range;
import io.github.rethinkemitter.embedded.data.Table;

/** {@code info}: describes a value in more detail than {@code type_of}. */
final class InfoTerm {
    private static final String TYPE = "type";

    private InfoTerm() {}

    static void register(Registry registry) {
        registry.add(79, "info", 1, 1, call -> Val.of(info(call.arg(0))));
    }

    private static Obj info(Val val) {
        Obj info = Obj.of(TYPE, TypeTerms.name(val));
        if (val instanceof Val.Db db) {
            return info.with("name", Datum.of(db.database().name()))
                    .with("id", Datum.of(db.database().id()));
        }
        if (val instanceof Val.Value value) {
            return info.with("value", Datum.of(Printer.print(value.datum())));
        }
        if (val instanceof Val.Rows rows && rows.seq().table() != null) {
            return rows(info, rows.seq(), rows.seq().requireTable());
        }
        if (val instanceof Val.Row row) {
            return info.with("table", table(row.table()));
        }
        return info;
    }

    private static Obj rows(Obj info, Seq seq, OpenTable table) {
        if (seq.kind() == Seq.Kind.TABLE) {
            return table(table);
        }
        Obj described = info.with("table", table(table));
        Slice slice = seq.slice();
        if (seq.kind() != Seq.Kind.TABLE_SLICE || slice == null) {
            return described;
        }
        Range range = slice.ranges().get(0);
        String index = range.index();
        return described
                .with("index", Datum.of(index == null ? table.table().primaryKey() : index))
                .with("sorting", Datum.of(slice.sorting().name()))
                .with("left_bound", range.low())
                .with("left_bound_type", Datum.of(range.lowOpen() ? "open" : "closed"))
                .with("right_bound", range.high())
                .with("right_bound_type", Datum.of(range.highOpen() ? "open" : "closed"));
    }

    private static Obj table(OpenTable open) {
        Table table = open.table();
        Obj database = Obj.of(
                TYPE, "DB", "name", table.id().database(), "id", table.id().databaseId());
        return Obj.of(
                TYPE,
                "TABLE",
                "name",
                table.id().name(),
                "id",
                table.id().id(),
                "db",
                database,
                "primary_key",
                table.primaryKey(),
                "indexes",
                new Arr(table.indexNames().stream().map(Datum::of).toList()),
                "doc_count_estimates",
                Arr.of(Datum.of(table.size())));
    }
}
