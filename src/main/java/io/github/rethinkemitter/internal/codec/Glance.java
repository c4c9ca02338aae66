package io.github.rethinkemitter.internal.codec;

import java.util.Arrays;

/**
 * A first look at the JSON of an argument, which suffices for nearly all: it has no doubts about plain texts, numbers that a
 * double holds, and objects of a few fields. What it doubts is for {@link Check}, which also says what is wrong.
 */
final class Glance {

    // Whatever has no more characters has fewer than 100,000 elements, too.
    private static final int LONGEST = 2 * Check.MAX_ELEMENTS;
    private static final int DEEPEST = 16;
    private static final int MOST_NAMES = 64;
    private static final int ALWAYS_HELD = 15;

    private final char[] text;
    private final int length;
    private int at;
    private int depth;
    private long bytes;
    private boolean doubtful;

    // The names of all open objects, the innermost last: where they begin, and how long they are.
    private int[] names = new int[16];
    private int named;

    private Glance(char[] text, int length) {
        this.text = text;
        this.length = length;
        this.bytes = length;
    }

    /** How many bytes of UTF-8 a text takes that can be stored as it is, and comes back as it is; -1 when in doubt. */
    static long bytes(char[] text, int length) {
        if (length > LONGEST) {
            return -1;
        }
        var glance = new Glance(text, length);
        glance.value();
        return glance.doubtful || glance.at != length ? -1 : glance.bytes;
    }

    private void value() {
        if (doubtful) {
            return;
        }
        switch (peek()) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> string();
            case 't' -> literal("true");
            case 'f' -> literal("false");
            case 'n' -> literal("null");
            default -> number();
        }
    }

    // 0 is no character of JSON.
    private char peek() {
        return at < length ? text[at] : 0;
    }

    private boolean skip(char c) {
        if (peek() != c) {
            return false;
        }
        at++;
        return true;
    }

    private void expect(boolean so) {
        doubtful |= !so;
    }

    private void object() {
        int outer = named;
        open();
        if (!skip('}')) {
            do {
                name(outer);
                expect(skip(':'));
                value();
            } while (!doubtful && skip(','));
            expect(skip('}'));
        }
        named = outer;
        depth--;
    }

    private void array() {
        open();
        if (!skip(']')) {
            do {
                value();
            } while (!doubtful && skip(','));
            expect(skip(']'));
        }
        depth--;
    }

    private void open() {
        at++;
        depth++;
        expect(depth <= DEEPEST);
    }

    // Of an object's names no two may be equal; one of RethinkDB's own begins with a $. Escapes could hide both.
    private void name(int outer) {
        int from = at + 1;
        string();
        int size = at - 1 - from;
        if (doubtful || named == MOST_NAMES || (size > 0 && text[from] == '$')) {
            doubtful = true;
            return;
        }
        for (int i = outer; i < named; i++) {
            int other = names[2 * i];
            doubtful |= names[2 * i + 1] == size && Arrays.equals(text, other, other + size, text, from, from + size);
        }
        if (2 * named == names.length) {
            names = Arrays.copyOf(names, 2 * names.length);
        }
        names[2 * named] = from;
        names[2 * named + 1] = size;
        named++;
    }

    private void string() {
        expect(skip('"'));
        while (at < length) {
            char c = text[at++];
            if (c == '"') {
                return;
            }
            if (c < ' ' || c == '\\' || Character.isSurrogate(c)) {
                break;
            }
            if (c >= 0x80) {
                bytes += c < 0x800 ? 1 : 2;
            }
        }
        doubtful = true;
    }

    private void literal(String word) {
        for (int i = 0; i < word.length(); i++) {
            expect(skip(word.charAt(i)));
        }
    }

    private void number() {
        int from = at;
        skip('-');
        boolean zero = peek() == '0';
        int digits = digits();
        expect(digits > 0 && !(zero && digits > 1));
        if (skip('.')) {
            expect(digits() > 0 && at - from <= Numbers.MAX_LENGTH);
            expect(!doubtful && Numbers.decimalSurvives(new String(text, from, at - from)));
        } else {
            expect(digits <= ALWAYS_HELD);
        }
    }

    private int digits() {
        int from = at;
        while (peek() >= '0' && peek() <= '9') {
            at++;
        }
        return at - from;
    }
}
