package io.github.rethinkemitter.internal.codec;

import java.io.IOException;

/**
 * Where values begin and end in a text that is JSON already: a parser has seen it when it was received, and would cost more
 * here than all that comes after it.
 */
final class JsonScanner {

    private static final char END = 0;

    private final String text;

    JsonScanner(String text) {
        this.text = text;
    }

    /** The character at an index, 0 behind the last one. */
    char at(int index) {
        return index < text.length() ? text.charAt(index) : END;
    }

    /** The first index from this one on that is no blank. */
    int skipBlanks(int from) {
        int at = from;
        while (at(at) == ' ' || at(at) == '\n' || at(at) == '\r' || at(at) == '\t') {
            at++;
        }
        return at;
    }

    /** The index behind the value that begins at this one. */
    int endOfValue(int from) throws IOException {
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

    /** The index behind the text whose opening quote is at this one. */
    int endOfText(int from) throws IOException {
        int quote = text.indexOf('"', from + 1);
        while (quote >= 0 && isEscaped(quote)) {
            quote = text.indexOf('"', quote + 1);
        }
        if (quote < 0) {
            throw notJson();
        }
        return quote + 1;
    }

    /** What stands between two indexes, without the quotes of a text and with its escapes resolved. */
    String textBetween(int from, int to) throws IOException {
        var raw = text.substring(from + 1, to - 1);
        if (raw.indexOf('\\') < 0) {
            return raw;
        }
        try (var parser = JsonParsers.reading(text.substring(from, to))) {
            parser.nextToken();
            return parser.getText();
        }
    }

    static IOException notJson() {
        return new IOException("not JSON");
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
            throw notJson();
        }
        return at;
    }
}
