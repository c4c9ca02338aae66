package io.github.rethinkemitter.embedded.reql;

import io.github.rethinkemitter.embedded.data.Arr;
import io.github.rethinkemitter.embedded.data.Change;
import io.github.rethinkemitter.embedded.data.Datum;
import io.github.rethinkemitter.embedded.data.Obj;
import io.github.rethinkemitter.embedded.data.Outcome;
import io.github.rethinkemitter.embedded.data.Printer;
import io.github.rethinkemitter.embedded.data.ReqlException;
import io.github.rethinkemitter.embedded.data.StoreKey;
import io.github.rethinkemitter.embedded.data.Write;
import io.github.rethinkemitter.embedded.wire.ErrorType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The rules for stored documents, and the step by which all writes reach a table. */
final class Documents {
    private Documents() {}

    /** Checks the document that a write would store in place of another. */
    static @Nullable Obj checked(OpenTable table, StoreKey at, @Nullable Obj before, Datum after) {
        if (after instanceof Datum.Null) {
            return null;
        }
        String primary = table.table().primaryKey();
        if (!(after instanceof Obj document) || document.pseudo() != null) {
            throw ReqlException.logic(
                    "Inserted value must be an OBJECT (got " + after.typeName() + "):\n" + Printer.print(after));
        }
        Datum key = document.get(primary);
        if (key == null) {
            throw ReqlException.logic(
                    "Inserted object must have primary key `" + primary + "`:\n" + Printer.print(after));
        }
        if (!StoreKey.of(key).equals(at)) {
            throw ReqlException.logic(
                    before == null
                            ? "Primary key `" + primary + "` cannot be changed (null -> " + Printer.print(after) + ")"
                            : "Primary key `" + primary + "` cannot be changed (`" + Printer.print(before) + "` -> `"
                                    + Printer.print(after) + "`).");
        }
        return storable(document);
    }

    /** Refuses a document that RethinkDB cannot write to disk. */
    static Obj storable(Obj document) {
        checkStorable(document);
        return document;
    }

    private static void checkStorable(Datum datum) {
        if (datum instanceof Datum.Extreme) {
            throw ReqlException.logic("`r.minval` and `r.maxval` cannot be written to disk.");
        }
        if (datum instanceof Arr array) {
            if (array.size() > Arr.DEFAULT_LIMIT) {
                throw new ReqlException(
                        ErrorType.RESOURCE_LIMIT, "Array too large for disk writes (limit 100,000 elements).");
            }
            array.items().forEach(Documents::checkStorable);
        }
        if (datum instanceof Obj object) {
            object.fields().values().forEach(Documents::checkStorable);
        }
    }

    /** Writes to a table. Changes of a system table are applied to what the table describes. */
    static List<Outcome> write(OpenTable table, List<Write> writes) {
        if (writes.isEmpty()) {
            return List.of();
        }
        table.checkWrite();
        List<Outcome> outcomes = table.table().write(writes);
        Consumer<Change> system = table.system();
        return system == null ? outcomes : apply(outcomes, system);
    }

    private static List<Outcome> apply(List<Outcome> outcomes, Consumer<Change> system) {
        List<Outcome> applied = new ArrayList<>();
        for (Outcome outcome : outcomes) {
            if (outcome instanceof Outcome.Changed changed) {
                try {
                    system.accept(changed.change());
                    applied.add(outcome);
                } catch (ReqlException refused) {
                    applied.add(new Outcome.Refused(changed.change().before(), refused));
                }
            } else {
                applied.add(outcome);
            }
        }
        return applied;
    }
}
