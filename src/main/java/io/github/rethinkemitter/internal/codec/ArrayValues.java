package io.github.rethinkemitter.internal.codec;

import java.io.IOException;

/**
 * Where the values of a JSON array begin and end, one after the other. The text is JSON already: a parser has seen it when it
 * was received, and would cost more here than all that comes after it.
 */
final class ArrayValues {

    private static final char END = 0;

    private final String text;
    private int start;
    private int end;
    private boolean begun;

    ArrayValues(String text) {
        this.text = text;
    }

    /** Goes to the next value; false when there is none. */
    boolean next() throws IOException {
        end = blanks(end);
        char before = at(end);
        if (begun && before == ']') {
            return false;
        }
        if (before != (begun ? ',' : '[')) {
            throw notAnArray();
        }
        start = blanks(end + 1);
        if (!begun && at(start) == ']') {
            return false;
        }
        begun = true;
        end = endOf(start);
        return true;
    }

    /** The first character of the value, which tells what it is. */
    char first() {
        return text.charAt(start);
    }

    String text() {
        return text.substring(start, end);
    }

    private int endOf(int from) throws IOException {
        int depth = 0;
        int at = from;
        do {
            char c = at(at);
            if (c == '"') {
                at = endOfText(at);
            } else if (c == '{' || c == '[') {
                depth++;
                at++;
            } else if (c == '}' || c == ']') {
                depth--;
                at++;
            } else if (depth > 0 && c != END) {
                at++;
            } else {
                at = endOfWord(at);
            }
        } while (depth > 0);
        return at;
    }

    private int endOfText(int from) throws IOException {
        int quote = text.indexOf('"', from + 1);
        while (quote >= 0 && isEscaped(quote)) {
            quote = text.indexOf('"', quote + 1);
        }
        if (quote < 0) {
            throw notAnArray();
        }
        return quote + 1;
    }

    // By an odd number of backslashes; before them there is at least the quote at which the text begins.
    private boolean isEscaped(int at) {
        int before = at - 1;
        while (text.charAt(before) == '\\') {
            before--;
        }
        return (at - before) % 2 == 0;
    }

    private int endOfWord(int from) throws IOException {
        int at = from;
        while ("+-.".indexOf(at(at)) >= 0 || Character.isLetterOrDigit(at(at))) {
            at++;
        }
        if (at == from) {
            throw notAnArray();
        }
        return at;
    }

    private int blanks(int from) {
        int at = from;
        while (at(at) == ' ' || at(at) == '\n' || at(at) == '\r' || at(at) == '\t') {
            at++;
        }
        return at;
    }

    private char at(int index) {
        return index < text.length() ? text.charAt(index) : END;
    }

    private static IOException notAnArray() {
        return new IOException("not an array");
    }
}
