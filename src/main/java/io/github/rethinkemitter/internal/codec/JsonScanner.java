package io.github.rethinkemitter.internal.codec;

import java.io.IOException;

/**
 * Finds where values begin and end in JSON text. The text is known to be JSON, since a parser has read it when it was received;
 * to parse it again would take longer than all that follows.
 */
final class JsonScanner {

    private static final char END = 0;

    private final String text;

    JsonScanner(String text) {
        this.text = text;
    }

    /** The character at an index, or 0 behind the end of the text. */
    char at(int index) {
        return index < text.length() ? text.charAt(index) : END;
    }

    /** The index of the first character from here on that is no blank. */
    int skipBlanks(int from) {
        int at = from;
        while (at(at) == ' ' || at(at) == '\n' || at(at) == '\r' || at(at) == '\t') {
            at++;
        }
        return at;
    }

    /** The index behind the value that begins here. */
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

    /** The index behind the string that begins here with its opening quote. */
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

    /** The content of the string between two indexes, without its quotes and with its escapes resolved. */
    String textBetween(int from, int to) throws IOException {
        if (!hasEscape(from, to)) {
            return text.substring(from + 1, to - 1);
        }
        try (var parser = JsonParsers.reading(text.substring(from, to))) {
            parser.nextToken();
            return parser.getText();
        }
    }

    boolean hasEscape(int from, int to) {
        for (int i = from; i < to; i++) {
            if (text.charAt(i) == '\\') {
                return true;
            }
        }
        return false;
    }

    static IOException notJson() {
        return new IOException("not JSON");
    }

    // An odd number of backslashes escapes a quote. The loop ends at the latest at the string's opening quote.
    private boolean isEscaped(int at) {
        int before = at - 1;
        while (text.charAt(before) == '\\') {
            before--;
        }
        return (at - before) % 2 == 0;
    }

    private int endOfWord(int from) throws IOException {
        int at = from;
        while (isInWord(at(at))) {
            at++;
        }
        if (at == from) {
            throw notJson();
        }
        return at;
    }

    // Of a number, true, false or null.
    private static boolean isInWord(char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c == '.' || c == '-' || c == '+' || c == 'E';
    }
}
