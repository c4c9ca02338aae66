package io.github.rethinkemitter.embedded.reql;

import io.github.rethinkemitter.embedded.data.Database;
import io.github.rethinkemitter.embedded.data.Datum;
import io.github.rethinkemitter.embedded.data.Obj;
import io.github.rethinkemitter.embedded.data.StoreKey;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** What a term evaluates to. */
sealed interface Val {
    /** A plain value. */
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

    /** A sequence that is read when needed. */
    record Rows(Seq seq) implements Val {
        @Override
        public String type() {
            return seq.kind().errorName();
        }
    }

    /**
     * One document of a table, existing or not.
     *
     * @param table where
     * @param key its primary key
     * @param loaded what it was when it was found by other means than its key, else null
     * @param least where it is the first document, when that is what a changefeed shall follow, else null
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

    /** Values by group. */
    record Grouped(SortedMap<GroupKey, Val> groups) implements Val {
        @Override
        public String type() {
            return "GROUPED_DATA";
        }
    }

    /** Its type as error texts name it. */
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
