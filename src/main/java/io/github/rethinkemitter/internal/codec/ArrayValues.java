package io.github.rethinkemitter.internal.codec;

import java.io.IOException;

/** Goes through the values of a JSON array without reading them into objects. */
final class ArrayValues {

    private final String text;
    private final JsonScanner scan;
    private int start;
    private int end;
    private boolean begun;

    ArrayValues(String text) {
        this.text = text;
        this.scan = new JsonScanner(text);
    }

    /** Goes to the next value. Returns false when there is none. */
    boolean next() throws IOException {
        end = scan.skipBlanks(end);
        char before = scan.at(end);
        if (begun && before == ']') {
            return false;
        }
        if (before != (begun ? ',' : '[')) {
            throw JsonScanner.notJson();
        }
        start = scan.skipBlanks(end + 1);
        if (!begun && scan.at(start) == ']') {
            return false;
        }
        begun = true;
        end = scan.endOfValue(start);
        return true;
    }

    /** The first character of the value, which tells the value's type. */
    char first() {
        return text.charAt(start);
    }

    /** The index at which the value begins. */
    int start() {
        return start;
    }

    /** The index behind the value. */
    int end() {
        return end;
    }
}
