package io.github.rethinkemitter.embedded.reql;

import io.github.rethinkemitter.embedded.data.Database;
import io.github.rethinkemitter.embedded.data.Datum;
import io.github.rethinkemitter.embedded.data.Obj;
import io.github.rethinkemitter.embedded.data.StoreKey;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** The value of a term. */
sealed interface Val {
    /** A datum. */
    record Value(Datum datum) implements Val {
        @Override
        public String type() {
            return "DATUM";
        }
    }

    /** A database. */
    record Db(Database database) implements Val {
        @Override
        public String type() {
            return "DATABASE";
        }
    }

    /** A sequence, which is read when it is needed. */
    record Rows(Seq seq) implements Val {
        @Override
        public String type() {
            return seq.kind().errorName();
        }
    }

    /**
     * A single selection: a document of a table, which may not exist.
     *
     * @param table the table
     * @param key the document's primary key
     * @param loaded the document, if it was not found by its primary key; else null
     * @param least after {@code min} or {@code max} with an index: the sequence of which a changefeed follows the first
     *     document; else null
     */
    record Row(
            OpenTable table,
            Datum key,
            @Nullable Obj loaded,
            @Nullable Seq least) implements Val {
        @Override
        public String type() {
            return "SINGLE_SELECTION";
        }

        Datum document() {
            table.checkRead();
            Obj found = loaded != null ? loaded : table.table().get(StoreKey.of(key));
            return found == null ? Datum.NULL : found;
        }
    }

    /** A function. */
    record Fn(Func func) implements Val {
        @Override
        public String type() {
            return "FUNCTION";
        }
    }

    /** Grouped data: a value for each group. */
    record Grouped(SortedMap<GroupKey, Val> groups) implements Val {
        @Override
        public String type() {
            return "GROUPED_DATA";
        }
    }

    /** The name of the type in error texts. */
    String type();

    static Val of(Datum datum) {
        return new Value(datum);
    }

    static Val of(double number) {
        return new Value(Datum.of(number));
    }

    static Val of(String text) {
        return new Value(Datum.of(text));
    }

    static Val of(boolean flag) {
        return new Value(Datum.of(flag));
    }

    static Val of(Seq seq) {
        return new Rows(seq);
    }
}
