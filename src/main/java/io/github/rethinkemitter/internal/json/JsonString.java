package io.github.rethinkemitter.internal.json;

import com.fasterxml.jackson.core.io.JsonStringEncoder;

/** Texts as JSON strings. */
public final class JsonString {

    private JsonString() {}

    /** The text in quotes, with what JSON does not allow in a string escaped. */
    public static String quote(String text) {
        return quote(text, new StringBuilder(text.length() + 16)).toString();
    }

    /** Appends the quoted text. */
    public static StringBuilder quote(String text, StringBuilder into) {
        return escape(text, into.append('"')).append('"');
    }

    /** Appends the text as a part of what stands between quotes. */
    public static StringBuilder escape(String text, StringBuilder into) {
        if (needsNoEscape(text)) {
            into.append(text);
        } else {
            JsonStringEncoder.getInstance().quoteAsString(text, into);
        }
        return into;
    }

    // Most texts need none, and to copy such a text as a whole is faster than to look at each character while copying.
    private static boolean needsNoEscape(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c == '"' || c == '\\') {
                return false;
            }
        }
        return true;
    }
}
