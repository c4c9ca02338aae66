package io.github.rethinkemitter.embedded.data;

import org.jspecify.annotations.Nullable;

/**
 * A range of the keys of a table.
 *
 * @param index the name of the secondary index, or null for the primary key
 * @param low the lower bound
 * @param lowOpen whether the range excludes the lower bound
 * @param high the upper bound
 * @param highOpen whether the range excludes the upper bound
 */
public record Range(@Nullable String index, Datum low, boolean lowOpen, Datum high, boolean highOpen) {
    public static final Range ALL = new Range(null, Datum.Extreme.MINVAL, false, Datum.Extreme.MAXVAL, false);

    /** The range of a single key. */
    public static Range only(@Nullable String index, Datum key) {
        return new Range(index, key, false, key, false);
    }

    public boolean contains(Datum key) {
        int below = Ordering.compare(key, low);
        int above = Ordering.compare(key, high);
        return (lowOpen ? below > 0 : below >= 0) && (highOpen ? above < 0 : above <= 0);
    }

    /** The range with the same bounds over another index. */
    public Range over(@Nullable String otherIndex) {
        return new Range(otherIndex, low, lowOpen, high, highOpen);
    }

    public boolean isAll() {
        return low == Datum.Extreme.MINVAL && high == Datum.Extreme.MAXVAL;
    }
}
