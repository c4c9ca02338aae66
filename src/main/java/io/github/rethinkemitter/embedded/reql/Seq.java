package io.github.rethinkemitter.embedded.reql;

import io.github.rethinkemitter.embedded.data.Arr;
import io.github.rethinkemitter.embedded.data.Datum;
import io.github.rethinkemitter.embedded.data.ReqlException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A sequence: a source and the stages its elements pass.
 *
 * @param kind what error texts and {@code type_of} call it
 * @param table whose documents it has, null when they are not a table's
 * @param slice which part of the table, null when it is no plain part of one
 * @param source gives the elements before the stages
 * @param stages what happens to each element
 * @param feed the changefeed behind it, null when it ends
 */
record Seq(
        Kind kind,
        @Nullable OpenTable table,
        @Nullable Slice slice,
        Supplier<Iterator<Datum>> source,
        List<Stage> stages,
        @Nullable Changefeed feed) {

    /** A source that never ends, such as {@code r.range()}: only a client may read it, part by part. */
    @FunctionalInterface
    interface Endless extends Supplier<Iterator<Datum>> {}

    /** The types of sequence. */
    enum Kind {
        TABLE("TABLE"),
        TABLE_SLICE("TABLE_SLICE"),
        SELECTION("SELECTION<STREAM>"),
        SELECTION_ARRAY("SELECTION<ARRAY>"),
        STREAM("STREAM"),
        ARRAY("ARRAY");

        private final String type;

        Kind(String type) {
            this.type = type;
        }

        String type() {
            return type;
        }

        /** The name in errors, which is coarser. */
        String errorName() {
            return switch (this) {
                case TABLE, TABLE_SLICE -> type;
                case SELECTION, SELECTION_ARRAY -> "SELECTION";
                case STREAM -> "SEQUENCE";
                case ARRAY -> "DATUM";
            };
        }
    }

    static Seq of(Arr array) {
        return new Seq(Kind.ARRAY, null, null, () -> array.items().iterator(), List.of(), null);
    }

    static Seq stream(Supplier<Iterator<Datum>> source) {
        return new Seq(Kind.STREAM, null, null, source, List.of(), null);
    }

    static Seq of(OpenTable table) {
        return of(Kind.TABLE, table, Slice.ALL);
    }

    static Seq of(Kind kind, OpenTable table, Slice slice) {
        return new Seq(kind, table, slice, () -> slice.iterator(table), List.of(), null);
    }

    static Seq of(Changefeed feed) {
        return new Seq(Kind.STREAM, null, null, List.<Datum>of()::iterator, List.of(), feed);
    }

    OpenTable requireTable() {
        if (table == null) {
            throw ReqlException.logic(
                    "Expected type SELECTION but found " + kind.errorName() + ":\nVALUE " + kind.errorName());
        }
        return table;
    }

    /** The elements, read as they are asked for. */
    Iterator<Datum> iterator() {
        if (feed != null) {
            throw endless();
        }
        return Stage.run(source.get(), stages);
    }

    boolean isEndless() {
        return source instanceof Endless;
    }

    /** The sequence for an operation that reads all of it; what never ends is refused. */
    Seq ended() {
        if (feed != null) {
            throw endless();
        }
        if (isEndless()) {
            throw ReqlException.logic("Cannot use an infinite stream with an aggregation function (`reduce`, `count`,"
                    + " etc.) or coerce it to an array.");
        }
        return this;
    }

    private static ReqlException endless() {
        return ReqlException.logic(
                "Cannot call a terminal (`reduce`, `count`, etc.) on an infinite stream (such as a changefeed).");
    }

    /** The sequence with its elements turned into something else. */
    Seq mapped(Stage stage) {
        Kind changed = kind == Kind.ARRAY || kind == Kind.SELECTION_ARRAY ? Kind.ARRAY : Kind.STREAM;
        return new Seq(changed, null, null, source, plus(stage), feed).keep(table, slice);
    }

    // A mapped table is no selection any more, but a changefeed on it is still possible.
    private Seq keep(@Nullable OpenTable of, @Nullable Slice part) {
        return new Seq(kind, of, part, source, stages, feed);
    }

    /** The sequence with some of its elements left out. */
    Seq filtered(Stage stage) {
        Kind changed = kind == Kind.TABLE || kind == Kind.TABLE_SLICE ? Kind.SELECTION : kind;
        return new Seq(changed, table, slice, source, plus(stage), feed);
    }

    /** Other elements of the same table, if it was one: a part, or another order. */
    Seq part(Supplier<Iterator<Datum>> elements) {
        Kind changed = kind == Kind.TABLE || kind == Kind.TABLE_SLICE ? Kind.SELECTION : kind;
        Endless endless = elements::get;
        return new Seq(changed, table, null, isEndless() ? endless : elements, List.of(), null);
    }

    /** Only the first elements, read from the iterator; a changefeed may follow which these are. */
    Seq first(long most, Supplier<Iterator<Datum>> elements) {
        Seq part = part(elements);
        if (slice == null || slice.limit() != null) {
            return part;
        }
        Slice limited = new Slice(slice.ranges(), slice.sorting(), new Slice.Limit(most, stages));
        return new Seq(part.kind, table, limited, part.source, List.of(), null);
    }

    /** Other elements in place of these, of no table; without an end if these have none. */
    Seq replaced(Supplier<Iterator<Datum>> elements) {
        Kind changed = kind == Kind.ARRAY ? Kind.ARRAY : Kind.STREAM;
        Endless endless = elements::get;
        return new Seq(changed, null, null, isEndless() ? endless : elements, List.of(), null);
    }

    /** The same elements, of which there can be no changefeed. */
    Seq eager() {
        return feed != null ? this : replaced(this::iterator);
    }

    boolean isSelection() {
        return kind != Kind.STREAM && kind != Kind.ARRAY;
    }

    private List<Stage> plus(Stage stage) {
        List<Stage> more = new ArrayList<>(stages);
        more.add(stage);
        return List.copyOf(more);
    }

    List<Datum> toList(int limit) {
        List<Datum> all = new ArrayList<>();
        for (Iterator<Datum> elements = ended().iterator(); elements.hasNext(); ) {
            all.add(elements.next());
            Arr.checkSize(all.size(), limit);
        }
        return all;
    }

    Arr toArray() {
        return new Arr(toList(Arr.DEFAULT_LIMIT));
    }
}
