package io.github.rethinkemitter.support.client;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Splits a {@link ReqlText} into words and signs, and reads them from left to right. */
final class ReqlTokens {

    // What a string repeats gives nothing back, so that a long one needs no more stack than a short one.
    private static final Pattern TOKEN = Pattern.compile(
            "\\s*(?:(?<string>'(?:[^'\\\\]++|\\\\.)*+'|\"(?:[^\"\\\\]++|\\\\.)*+\")"
                    + "|(?<number>-?\\d+(?:\\.\\d+)?(?:[eE][+-]?\\d+)?)|(?<word>[A-Za-z_$][\\w$]*)|(?<sign>=>|[.,:(){}\\[\\]]))");

    private final String text;
    private final List<String> tokens = new ArrayList<>();
    private int position;

    ReqlTokens(String text) {
        this.text = text.strip();
        Matcher matcher = TOKEN.matcher(this.text);
        int end = 0;
        while (end < this.text.length() && matcher.find(end) && matcher.start() == end) {
            tokens.add(matcher.group().strip());
            end = matcher.end();
        }
        if (end < this.text.length()) {
            throw problem("cannot read from \"" + this.text.substring(end) + "\"");
        }
    }

    boolean isDone() {
        return position == tokens.size();
    }

    /** The token this many places ahead, or an empty text after the last token. */
    String peek(int ahead) {
        return position + ahead < tokens.size() ? tokens.get(position + ahead) : "";
    }

    String next() {
        String token = peek(0);
        position++;
        return token;
    }

    boolean skip(String token) {
        boolean found = peek(0).equals(token);
        if (found) {
            position++;
        }
        return found;
    }

    void expect(String token) {
        if (!skip(token)) {
            throw problem("expected \"" + token + "\" before \"" + peek(0) + "\"");
        }
    }

    IllegalArgumentException problem(String what) {
        return new IllegalArgumentException(what + " in " + text);
    }
}
