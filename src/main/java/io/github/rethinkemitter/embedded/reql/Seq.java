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
 * A sequence: a source, and the stages that its elements pass.
 *
 * @param kind the type of the sequence, which decides what may be done with it
 * @param table the table that the elements are from, null when they are from none
 * @param slice the part of the table, null when the elements are no part that a changefeed could follow
 * @param source makes an iterator over the elements before the stages
 * @param stages the transformations of the elements
 * @param feed the changefeed that the elements come from, null for all other sequences
 */
record Seq(
        Kind kind,
        @Nullable OpenTable table,
        @Nullable Slice slice,
        Supplier<Iterator<Datum>> source,
        List<Stage> stages,
        @Nullable Changefeed feed) {

    /** A source that never ends, such as {@code r.range()}. A client may fetch it in batches; no term may read all of it. */
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

        /** The type's name in error texts, which tell fewer types apart. */
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

    /** The elements. Each is read from the source when it is asked for. */
    Iterator<Datum> iterator() {
        if (feed != null) {
            throw infiniteStream();
        }
        return Stage.run(source.get(), stages);
    }

    boolean isEndless() {
        return source instanceof Endless;
    }

    /** The sequence itself, for an operation that reads all of it. Refuses a sequence that never ends. */
    Seq requireFinite() {
        if (feed != null) {
            throw infiniteStream();
        }
        if (isEndless()) {
            throw ReqlException.logic("Cannot use an infinite stream with an aggregation function (`reduce`, `count`,"
                    + " etc.) or coerce it to an array.");
        }
        return this;
    }

    private static ReqlException infiniteStream() {
        return ReqlException.logic(
                "Cannot call a terminal (`reduce`, `count`, etc.) on an infinite stream (such as a changefeed).");
    }

    /** The sequence with its elements transformed. */
    Seq mapped(Stage stage) {
        Kind changed = kind == Kind.ARRAY || kind == Kind.SELECTION_ARRAY ? Kind.ARRAY : Kind.STREAM;
        return new Seq(changed, null, null, source, plus(stage), feed).keep(table, slice);
    }

    // The documents of a table after a mapping are no selection any more, but a changefeed can still follow them.
    private Seq keep(@Nullable OpenTable of, @Nullable Slice part) {
        return new Seq(kind, of, part, source, stages, feed);
    }

    /** The sequence without some of its elements. */
    Seq filtered(Stage stage) {
        Kind changed = kind == Kind.TABLE || kind == Kind.TABLE_SLICE ? Kind.SELECTION : kind;
        return new Seq(changed, table, slice, source, plus(stage), feed);
    }

    /** A sequence of some of these elements, or of all in another order. If they are from a table, it is still a selection. */
    Seq part(Supplier<Iterator<Datum>> elements) {
        Kind changed = kind == Kind.TABLE || kind == Kind.TABLE_SLICE ? Kind.SELECTION : kind;
        Endless endless = elements::get;
        return new Seq(changed, table, null, isEndless() ? endless : elements, List.of(), null);
    }

    /** A sequence of the first elements. Unlike other parts, a changefeed can follow it. */
    Seq first(long count, Supplier<Iterator<Datum>> elements) {
        Seq part = part(elements);
        if (slice == null || slice.limit() != null) {
            return part;
        }
        Slice limited = new Slice(slice.ranges(), slice.sorting(), new Slice.Limit(count, stages));
        return new Seq(part.kind, table, limited, part.source, List.of(), null);
    }

    /** A sequence of other elements, of no table. It never ends if this one does not. */
    Seq replaced(Supplier<Iterator<Datum>> elements) {
        Kind changed = kind == Kind.ARRAY ? Kind.ARRAY : Kind.STREAM;
        Endless endless = elements::get;
        return new Seq(changed, null, null, isEndless() ? endless : elements, List.of(), null);
    }

    /** The same elements as a sequence that no changefeed can follow. */
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
        for (Iterator<Datum> elements = requireFinite().iterator(); elements.hasNext(); ) {
            all.add(elements.next());
            Arr.checkSize(all.size(), limit);
        }
        return all;
    }

    Arr toArray() {
        return new Arr(toList(Arr.DEFAULT_LIMIT));
    }
}
