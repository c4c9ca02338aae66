package io.github.rethinkemitter.internal.rethink.query;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.util.Arrays;

/** Texts that come again and again, such as topics: each is one object as long as no other takes its place. */
final class StringCache {

    private static final int PLACES = 64;

    private final String[] known = new String[PLACES];

    StringCache() {
        Arrays.fill(known, "");
    }

    /** The text that the parser stands on. */
    String text(JsonParser parser) throws IOException {
        char[] chars = parser.getTextCharacters();
        int from = parser.getTextOffset();
        int length = parser.getTextLength();
        int hash = length;
        for (int i = 0; i < length; i++) {
            hash = 31 * hash + chars[from + i];
        }
        int place = (hash ^ hash >>> 16) & PLACES - 1;
        String there = known[place];
        if (!isSame(there, chars, from, length)) {
            there = new String(chars, from, length);
            known[place] = there;
        }
        return there;
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
