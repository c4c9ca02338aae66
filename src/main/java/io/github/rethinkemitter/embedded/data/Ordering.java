package io.github.rethinkemitter.embedded.data;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** RethinkDB's order of values: by the name of the type first, then by the value. */
public final class Ordering {
    /** Orders texts by their UTF-8 bytes. This differs from Java's order only where there are surrogates. */
    static final Comparator<String> TEXT = Ordering::compareText;

    private Ordering() {}

    public static int compare(Datum one, Datum other) {
        if (one instanceof Datum.Extreme || other instanceof Datum.Extreme) {
            return Integer.compare(extremity(one), extremity(other));
        }
        if (one instanceof Datum.Num a && other instanceof Datum.Num b) {
            return a.value() < b.value() ? -1 : a.value() > b.value() ? 1 : 0;
        }
        if (one instanceof Datum.Str a && other instanceof Datum.Str b) {
            return compareText(a.value(), b.value());
        }
        int types = one.typeName().compareTo(other.typeName());
        return types != 0 ? types : compareSameType(one, other);
    }

    private static int compareSameType(Datum one, Datum other) {
        if (one instanceof Datum.Bool a && other instanceof Datum.Bool b) {
            return Boolean.compare(a.value(), b.value());
        }
        if (one instanceof Datum.Bin a && other instanceof Datum.Bin b) {
            return Arrays.compareUnsigned(a.value(), b.value());
        }
        if (one instanceof Arr a && other instanceof Arr b) {
            return compareArrays(a.items(), b.items());
        }
        if (one instanceof Obj a && other instanceof Obj b) {
            return a.is(Times.TYPE) ? Double.compare(Times.epoch(a), Times.epoch(b)) : compareObjects(a, b);
        }
        return 0;
    }

    private static int compareArrays(List<Datum> one, List<Datum> other) {
        for (int i = 0; i < one.size() && i < other.size(); i++) {
            int items = compare(one.get(i), other.get(i));
            if (items != 0) {
                return items;
            }
        }
        return Integer.compare(one.size(), other.size());
    }

    private static int compareObjects(Obj one, Obj other) {
        Iterator<Map.Entry<String, Datum>> a = entries(one.fields());
        Iterator<Map.Entry<String, Datum>> b = entries(other.fields());
        while (a.hasNext() && b.hasNext()) {
            Map.Entry<String, Datum> x = a.next();
            Map.Entry<String, Datum> y = b.next();
            int names = compareText(x.getKey(), y.getKey());
            if (names != 0) {
                return names;
            }
            int values = compare(x.getValue(), y.getValue());
            if (values != 0) {
                return values;
            }
        }
        return Boolean.compare(a.hasNext(), b.hasNext());
    }

    private static Iterator<Map.Entry<String, Datum>> entries(SortedMap<String, Datum> fields) {
        return fields.entrySet().iterator();
    }

    private static int extremity(Datum datum) {
        return datum == Datum.Extreme.MINVAL ? -1 : datum == Datum.Extreme.MAXVAL ? 1 : 0;
    }

    private static int compareText(String one, String other) {
        int common = Math.min(one.length(), other.length());
        for (int i = 0; i < common; i++) {
            char a = one.charAt(i);
            char b = other.charAt(i);
            if (a != b) {
                // In UTF-8 the four bytes of a surrogate pair sort after every other character.
                boolean pairA = isOfPair(one, i);
                boolean pairB = isOfPair(other, i);
                return pairA == pairB ? Character.compare(a, b) : pairA ? 1 : -1;
            }
        }
        return Integer.compare(one.length(), other.length());
    }

    private static boolean isOfPair(String text, int at) {
        char c = text.charAt(at);
        return Character.isHighSurrogate(c)
                || (Character.isLowSurrogate(c) && at > 0 && Character.isHighSurrogate(text.charAt(at - 1)));
    }
}
