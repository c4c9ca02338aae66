package io.github.rethinkemitter.embedded.data;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Texts as the bytes that RethinkDB stores. It refuses the first half of a surrogate pair alone, but takes the second half for any other
 * character, and writes the three bytes that UTF-8 would have for it.
 */
public final class Wtf8 {
    private Wtf8() {}

    public static byte[] bytes(String text) {
        if (!hasHalfPair(text)) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        byte[] bytes = new byte[3 * text.length()];
        int length = 0;
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (isHalfPair(text, at)) {
                bytes[length++] = (byte) 0xED;
                bytes[length++] = (byte) (0x80 | ((c >> 6) & 0x3F));
                bytes[length++] = (byte) (0x80 | (c & 0x3F));
                continue;
            }
            String one = Character.isHighSurrogate(c) ? text.substring(at, ++at + 1) : String.valueOf(c);
            for (byte b : one.getBytes(StandardCharsets.UTF_8)) {
                bytes[length++] = b;
            }
        }
        return Arrays.copyOf(bytes, length);
    }

    /** Whether it has the first or second half of a surrogate pair alone. */
    public static boolean hasHalfPair(String text) {
        for (int at = 0; at < text.length(); at++) {
            if (isHalfPair(text, at)) {
                return true;
            }
        }
        return false;
    }

    /** Whether it has the first half of a surrogate pair alone, which RethinkDB refuses. */
    public static boolean hasFirstHalf(String text) {
        for (int at = 0; at < text.length(); at++) {
            if (Character.isHighSurrogate(text.charAt(at)) && isHalfPair(text, at)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isHalfPair(String text, int at) {
        char c = text.charAt(at);
        if (Character.isHighSurrogate(c)) {
            return at + 1 == text.length() || !Character.isLowSurrogate(text.charAt(at + 1));
        }
        return Character.isLowSurrogate(c) && (at == 0 || !Character.isHighSurrogate(text.charAt(at - 1)));
    }
}
