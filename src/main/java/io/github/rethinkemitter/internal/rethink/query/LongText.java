package io.github.rethinkemitter.internal.rethink.query;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The value of a long JSON string in UTF-8, without escapes. The buffer is used again for the next one, so that even a text of many
 * events is not copied as a whole. Not thread-safe.
 */
final class LongText {

    private static final int KEPT = 1 << 20; // bytes that are not given back after a longer text

    private byte[] bytes = new byte[1 << 12];
    private int length;

    /** The array whose first {@link #length} bytes are the text, until the next text is read. */
    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    /** A part of the text. */
    String part(int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }

    /**
     * Reads the string on which a parser stands.
     *
     * @param frame the bytes that the parser reads, from offset 0
     */
    void read(JsonParser parser, byte[] frame) throws IOException {
        if (bytes.length > KEPT) {
            bytes = new byte[KEPT];
        }
        if (!unescape(frame, (int) parser.currentTokenLocation().getByteOffset() + 1)) {
            bytes = parser.getText().getBytes(StandardCharsets.UTF_8);
            length = bytes.length;
        }
    }

    // False when it has an escape that the database writes for no character: the parser knows all.
    private boolean unescape(byte[] frame, int from) {
        byte[] target = bytes;
        int to = 0;
        for (int at = from; frame[at] != '"'; at++) {
            byte next = frame[at];
            if (next == '\\') {
                next = unescaped(frame[++at]);
                if (next == 0) {
                    return false;
                }
            }
            if (to == target.length) {
                target = Arrays.copyOf(target, 2 * to);
                bytes = target;
            }
            target[to++] = next;
        }
        length = to;
        return true;
    }

    private static byte unescaped(byte letter) {
        return switch (letter) {
            case '"', '\\', '/' -> letter;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> 0;
        };
    }
}
