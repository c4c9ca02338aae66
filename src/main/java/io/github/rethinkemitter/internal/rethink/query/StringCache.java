package io.github.rethinkemitter.internal.rethink.query;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.util.Arrays;

/** Keeps one object for each text that comes again and again, such as a topic, until another text needs its place. */
final class StringCache {

    private static final int PLACES = 64;

    private final String[] cache = new String[PLACES];

    StringCache() {
        Arrays.fill(cache, "");
    }

    /** Reads the text that the parser stands on. */
    String text(JsonParser parser) throws IOException {
        char[] chars = parser.getTextCharacters();
        int from = parser.getTextOffset();
        int length = parser.getTextLength();
        int hash = length;
        for (int i = 0; i < length; i++) {
            hash = 31 * hash + chars[from + i];
        }
        int place = (hash ^ hash >>> 16) & PLACES - 1;
        String cached = cache[place];
        if (!isSame(cached, chars, from, length)) {
            cached = new String(chars, from, length);
            cache[place] = cached;
        }
        return cached;
    }

    private static boolean isSame(String text, char[] chars, int from, int length) {
        if (text.length() != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (text.charAt(i) != chars[from + i]) {
                return false;
            }
        }
        return true;
    }
}
