package io.github.rethinkemitter.embedded.data;

import io.github.rethinkemitter.embedded.wire.ErrorType;
import java.util.List;

/** An array. The length of the arrays that a query makes is checked where they are made: a stored array may be longer. */
public record Arr(List<Datum> items) implements Datum {
    /** RethinkDB's default for the longest array that a query may make. */
    public static final int DEFAULT_LIMIT = 100_000;

    public static final Arr EMPTY = new Arr(List.of());

    public Arr {
        items = List.copyOf(items);
    }

    public static Arr of(Datum... items) {
        return new Arr(List.of(items));
    }

    /** Makes an array, or refuses one that is longer than the limit. */
    public static Arr limited(List<Datum> items, int limit) {
        checkSize(items.size(), limit);
        return new Arr(items);
    }

    public static void checkSize(int size, int limit) {
        if (size > limit) {
            throw new ReqlException(
                    ErrorType.RESOURCE_LIMIT,
                    "Array over size limit `" + limit
                            + "`.  To raise the number of allowed elements, modify the `array_limit` option to `.run`"
                            + " (not available in the Data Explorer), or use an index.");
        }
    }

    public int size() {
        return items.size();
    }

    @Override
    public String typeName() {
        return "ARRAY";
    }
}
