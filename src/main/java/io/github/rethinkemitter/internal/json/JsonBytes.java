package io.github.rethinkemitter.internal.json;

import com.fasterxml.jackson.core.io.CharTypes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * JSON in UTF-8 that is put together from pieces of JSON and from texts. For large JSON: each character is copied once. Not
 * thread-safe.
 */
public final class JsonBytes {

    private static final int[] ESCAPES = CharTypes.get7BitOutputEscapes(); // 0 for a character that needs none
    private static final byte[] HEX = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F'};
    private static final int LONGEST_ESCAPE = 6; // a backslash, u and four digits

    private byte[] bytes;
    private int length;

    /** @param capacity how many bytes it will have, more or less */
    public JsonBytes(int capacity) {
        bytes = new byte[capacity];
    }

    public int length() {
        return length;
    }

    /** Copies all bytes to a place in an array. */
    public void copyTo(byte[] target, int at) {
        System.arraycopy(bytes, 0, target, at, length);
    }

    /** Appends JSON, or a piece of it. */
    public JsonBytes json(String json) {
        return json(json, 0, json.length());
    }

    /** Appends a piece of a text that is JSON. */
    public JsonBytes json(String json, int from, int to) {
        append(json, from, to, false);
        return this;
    }

    public JsonBytes number(long number) {
        return json(Long.toString(number));
    }

    /** Appends a text in quotes. */
    public JsonBytes quoted(String text) {
        return json("\"").escaped(text).json("\"");
    }

    /** Appends a text as a part of what stands between quotes. */
    public JsonBytes escaped(String text) {
        append(text, 0, text.length(), true);
        return this;
    }

    private void append(String text, int from, int to, boolean escaped) {
        int i = from;
        while (i < to) {
            i = appendPlain(text, i, to, escaped);
            if (i < to) {
                i = appendOther(text, i, to);
            }
        }
    }

    // Characters that stay as they are and have one byte, as nearly all do.
    private int appendPlain(String text, int from, int to, boolean escaped) {
        reserve(to - from);
        byte[] target = bytes;
        int at = length;
        int i = from;
        while (i < to) {
            char c = text.charAt(i);
            if (c >= 0x80 || (escaped && ESCAPES[c] != 0)) {
                break;
            }
            target[at++] = (byte) c;
            i++;
        }
        length = at;
        return i;
    }

    private int appendOther(String text, int at, int to) {
        char c = text.charAt(at);
        if (c < 0x80) {
            reserve(LONGEST_ESCAPE);
            appendEscape(c, ESCAPES[c]);
            return at + 1;
        }
        int end = at + 1;
        while (end < to && text.charAt(end) >= 0x80) {
            end++;
        }
        byte[] encoded = text.substring(at, end).getBytes(StandardCharsets.UTF_8);
        reserve(encoded.length);
        System.arraycopy(encoded, 0, bytes, length, encoded.length);
        length += encoded.length;
        return end;
    }

    // Jackson's table has the letter of a short escape, or a negative number.
    private void appendEscape(char c, int letter) {
        put('\\');
        if (letter > 0) {
            put(letter);
        } else {
            put('u');
            put('0');
            put('0');
            put(HEX[c >> 4]);
            put(HEX[c & 0xF]);
        }
    }

    private void put(int value) {
        bytes[length++] = (byte) value;
    }

    private void reserve(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
        }
    }
}
