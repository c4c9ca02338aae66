package io.github.rethinkemitter.embedded.reql;

import io.github.rethinkemitter.embedded.data.Datum;
import io.github.rethinkemitter.embedded.data.Obj;
import io.github.rethinkemitter.embedded.data.Printer;
import io.github.rethinkemitter.embedded.data.PseudoTypes;
import io.github.rethinkemitter.embedded.data.ReqlException;
import io.github.rethinkemitter.embedded.data.StoreKey;
import io.github.rethinkemitter.embedded.data.Write;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * {@code insert}: one document, an array or a sequence. A document that is refused does not keep the others from being
 * stored.
 */
final class InsertTerm {
    private static final int BATCH = 1000;
    private final OpenTable table;
    private final Conflict conflict;
    private final WriteStats stats;

    private InsertTerm(OpenTable table, Conflict conflict, WriteStats stats) {
        this.table = table;
        this.conflict = conflict;
        this.stats = stats;
    }

    /** Decides what to store when there is a document with the same primary key. */
    @FunctionalInterface
    private interface Conflict {
        Datum resolve(Datum key, Obj stored, Obj inserted);
    }

    static Val eval(Call call) {
        OpenTable table = call.table(0);
        WriteStats.ReturnChanges returnChanges = WriteTerms.returnChanges(call);
        Conflict conflict = conflict(call, table);
        WriteTerms.checkDurability(call);
        Val documents = call.arg(1);
        InsertTerm insert = new InsertTerm(table, conflict, new WriteStats(returnChanges, call.env()));
        if (!(documents instanceof Val.Rows) && Values.datum(documents) instanceof Obj one) {
            insert.insertAll(List.<Datum>of(one).iterator());
        } else {
            insert.insertAll(call.elements(1));
        }
        return Val.of(insert.stats.reply());
    }

    private static Conflict conflict(Call call, OpenTable table) {
        Val given = call.optarg("conflict");
        if (given instanceof Val.Fn fn) {
            if (!fn.func().deterministic()) {
                throw ReqlException.logic("The conflict function passed to `insert` must be deterministic.");
            }
            if (fn.func().arity() != 0 && fn.func().arity() != 3) {
                throw ReqlException.logic("The conflict function passed to `insert` should expect 3 arguments.");
            }
            // As in a real server, the first argument is the name of the primary key, and not its value.
            Datum name = Datum.of(table.table().primaryKey());
            return (key, stored, inserted) -> fn.func().value(name, stored, inserted);
        }
        String name = given == null ? "error" : Values.string(Values.datum(given));
        return switch (name) {
            case "error" ->
                (key, stored, inserted) -> {
                    throw ReqlException.logic(
                            "Duplicate primary key `" + table.table().primaryKey() + "`:\n" + Printer.print(stored)
                                    + "\n" + Printer.print(inserted));
                };
            case "replace" -> (key, stored, inserted) -> inserted;
            case "update" -> (key, stored, inserted) -> Fields.merge(stored, inserted);
            default ->
                throw ReqlException.logic("Conflict option `" + name
                        + "` unrecognized (options are \"error\", \"replace\" and \"update\").");
        };
    }

    private void insertAll(Iterator<Datum> documents) {
        List<Datum> batch = new ArrayList<>();
        while (documents.hasNext()) {
            batch.add(documents.next());
            if (batch.size() == BATCH || !documents.hasNext()) {
                write(batch);
                batch.clear();
            }
        }
    }

    private void write(List<Datum> batch) {
        batch.forEach(PseudoTypes::refuseLiteral);
        List<Write> writes = new ArrayList<>(batch.size());
        List<ReqlException> refused = new ArrayList<>();
        for (Datum datum : batch) {
            try {
                Obj document = withKey(datum);
                writes.add(write(document));
            } catch (ReqlException wrong) {
                refused.add(wrong);
            }
        }
        table.env().dataFaults().awaitCommit();
        Documents.write(table, writes).forEach(stats::add);
        refused.forEach(stats::addRefused);
    }

    private Obj withKey(Datum datum) {
        if (!(datum instanceof Obj document) || document.pseudo() != null) {
            throw ReqlException.logic("Expected type OBJECT but found " + datum.typeName() + ".");
        }
        table.env().dataFaults().checkInsert(document);
        String primary = table.table().primaryKey();
        if (document.get(primary) != null) {
            return document;
        }
        String key = UUID.randomUUID().toString();
        stats.addGeneratedKey(key);
        return document.with(primary, Datum.of(key));
    }

    private Write write(Obj document) {
        Datum key = Fields.get(document, table.table().primaryKey());
        StoreKey at = StoreKey.of(key);
        return new Write(at, stored -> resolve(key, at, stored, document));
    }

    private @Nullable Obj resolve(Datum key, StoreKey at, @Nullable Obj stored, Obj document) {
        return stored == null
                ? Documents.storable(document)
                : Documents.checked(table, at, stored, conflict.resolve(key, stored, document));
    }
}
