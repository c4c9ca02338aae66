package io.github.rethinkemitter.embedded.reql;

import io.github.rethinkemitter.embedded.data.Arr;
import io.github.rethinkemitter.embedded.data.Datum;
import io.github.rethinkemitter.embedded.data.Obj;
import io.github.rethinkemitter.embedded.data.Printer;
import io.github.rethinkemitter.embedded.data.ReqlException;
import io.github.rethinkemitter.embedded.data.StoreKey;
import io.github.rethinkemitter.embedded.data.Write;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;

/** {@code update}, {@code replace}, {@code delete} and {@code forEach}. */
final class WriteTerms {
    private static final int BATCH = 200;
    private static final String DURABILITY = "durability";
    private static final Set<String> OPTARGS =
            Set.of("non_atomic", DURABILITY, "return_vals", "return_changes", "ignore_write_hook");

    private WriteTerms() {}

    static void register(Registry registry) {
        registry.add(
                56,
                "insert",
                2,
                2,
                Set.of("conflict", DURABILITY, "return_vals", "return_changes", "ignore_write_hook"),
                InsertTerm::eval);
        registry.add(53, "update", 2, 2, OPTARGS, call -> replaceAll(call, WriteTerms::update));
        registry.add(55, "replace", 2, 2, OPTARGS, call -> replaceAll(call, (func, before) -> func.value(before)));
        registry.add(54, "delete", 1, 1, OPTARGS, call -> replaceAll(call, (func, before) -> Datum.NULL));
        registry.add(68, "foreach", 2, 2, WriteTerms::forEach);
    }

    /** Computes the new version of a document. Both versions are {@code null} when there is no document. */
    @FunctionalInterface
    private interface Operation {
        Datum apply(Func func, Datum before);
    }

    private static Datum update(Func func, Datum before) {
        if (before instanceof Datum.Null) {
            return before;
        }
        Datum change = func.value(before);
        return change instanceof Datum.Null ? before : Fields.merge(before, change);
    }

    private static Val replaceAll(Call call, Operation operation) {
        WriteStats stats = new WriteStats(returnChanges(call), call.env());
        checkDurability(call);
        if (call.size() == 2 && !call.bool("non_atomic", false) && !ReqlFunc.isDeterministic(call.argTerm(1))) {
            throw ReqlException.logic(
                    "Could not prove argument deterministic.  Maybe you want to use the non_atomic flag?");
        }
        Func func = call.size() == 2 ? function(call) : Func.of(row -> row);
        if (call.arg(0) instanceof Val.Row row) {
            call.env().dataFaults().awaitCommit();
            write(row.table(), List.of(row.key()), func, operation, stats);
        } else {
            Seq selection = call.arg(0, WriteTerms::selection);
            each(selection, func, operation, stats);
        }
        return Val.of(stats.reply());
    }

    // An argument that is no function is evaluated for each document, too, so that an error is an error of that
    // document.
    private static Func function(Call call) {
        return call.argTerm(1).type() == Term.FUNC
                ? call.func(1)
                : Func.of(row -> call.funcOrConstant(1).value(row));
    }

    private static Seq selection(Val val) {
        if (val instanceof Val.Rows rows && rows.seq().isSelection()) {
            return rows.seq();
        }
        String shown = val instanceof Val.Value value ? Printer.print(value.datum()) : "VALUE " + val.type();
        throw ReqlException.logic("Expected type SELECTION but found " + val.type() + ":\n" + shown);
    }

    private static void each(Seq selection, Func func, Operation operation, WriteStats stats) {
        OpenTable table = selection.requireTable();
        table.env().dataFaults().awaitCommit();
        List<Datum> keys = new ArrayList<>();
        for (Iterator<Datum> documents = selection.iterator(); documents.hasNext(); ) {
            keys.add(Fields.get(Values.object(documents.next()), table.table().primaryKey()));
            if (keys.size() == BATCH || !documents.hasNext()) {
                write(table, keys, func, operation, stats);
                keys.clear();
            }
        }
    }

    private static void write(OpenTable table, List<Datum> keys, Func func, Operation operation, WriteStats stats) {
        List<Write> writes = keys.stream()
                .map(StoreKey::of)
                .map(key -> new Write(key, before -> {
                    Datum after = operation.apply(func, before == null ? Datum.NULL : before);
                    return Documents.checked(table, key, before, after);
                }))
                .toList();
        Documents.write(table, writes).forEach(stats::add);
    }

    static WriteStats.ReturnChanges returnChanges(Call call) {
        if (call.has("return_vals")) {
            throw ReqlException.logic(
                    "Error: encountered obsolete optarg `return_vals`.  Use `return_changes` instead.");
        }
        Val given = call.optarg("return_changes");
        if (given == null) {
            return WriteStats.ReturnChanges.NONE;
        }
        if (Values.datum(given) instanceof Datum.Str text) {
            if (!text.value().equals("always")) {
                throw ReqlException.logic("Invalid return_changes value `" + text.value()
                        + "` (options are `true`, `false`, and `'always'`.)");
            }
            return WriteStats.ReturnChanges.ALWAYS;
        }
        return Values.isTrue(Values.datum(given)) ? WriteStats.ReturnChanges.CHANGED : WriteStats.ReturnChanges.NONE;
    }

    static void checkDurability(Call call) {
        String durability = call.string(DURABILITY, "hard");
        if (!durability.equals("hard") && !durability.equals("soft")) {
            throw ReqlException.logic(
                    "Durability option `" + durability + "` unrecognized (options are \"hard\" and \"soft\").");
        }
    }

    private static Val forEach(Call call) {
        SortedMap<String, Datum> total = Obj.builder();
        Func func = call.funcOrConstant(1);
        for (Iterator<Datum> elements = call.elements(0); elements.hasNext(); ) {
            Val written = func.apply(elements.next());
            try {
                Datum reply = Values.datum(written);
                List<Datum> replies = reply instanceof Obj one
                        ? List.of(one)
                        : Values.array(reply).items();
                replies.forEach(one -> addUp(total, Values.object(one)));
            } catch (ReqlException noWrite) {
                throw new ReqlException(
                        noWrite.type(), "FOR_EACH expects one or more basic write queries.  " + noWrite.text());
            }
        }
        return Val.of(new Obj(total));
    }

    private static void addUp(SortedMap<String, Datum> total, Obj reply) {
        reply.fields().forEach((name, value) -> total.merge(name, value, WriteTerms::add));
    }

    private static Datum add(Datum one, Datum other) {
        if (one instanceof Datum.Num a && other instanceof Datum.Num b) {
            return Datum.of(a.value() + b.value());
        }
        if (one instanceof Arr a && other instanceof Arr b) {
            List<Datum> both = new ArrayList<>(a.items());
            both.addAll(b.items());
            return new Arr(both.subList(0, Math.min(both.size(), Arr.DEFAULT_LIMIT)));
        }
        return one;
    }
}
