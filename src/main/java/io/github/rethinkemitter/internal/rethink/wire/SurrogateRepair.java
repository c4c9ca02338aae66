package io.github.rethinkemitter.internal.rethink.wire;

import com.fasterxml.jackson.core.io.IOContext;
import com.fasterxml.jackson.core.io.InputDecorator;
import java.io.InputStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Makes an answer readable in which a text has the second half of a surrogate pair alone. The database accepts such a text from its
 * writers, stores three bytes that are no UTF-8, and sends these to all readers. Parsers refuse them. They are replaced by those of
 * U+FFFD, which are three as well.
 */
final class SurrogateRepair extends InputDecorator {

    private static final long serialVersionUID = 1L;

    private static final byte LEADS = (byte) 0xED; // the first byte of U+D000 to U+DFFF
    private static final int FIRST_SURROGATE = 0xA0; // the second byte of U+D800

    /** Repairs the bytes in their array. To return no stream means that the parser reads them from there. */
    @Override
    @SuppressWarnings("NullAway") // documented by the parser's library, which has no annotations
    public @Nullable InputStream decorate(IOContext context, byte[] bytes, int offset, int length) {
        for (int at = offset; at + 2 < offset + length; at++) {
            if (isSurrogate(bytes, at)) {
                bytes[at] = (byte) 0xEF;
                bytes[at + 1] = (byte) 0xBF;
                bytes[at + 2] = (byte) 0xBD;
            }
        }
        return null;
    }

    private static boolean isSurrogate(byte[] bytes, int at) {
        return bytes[at] == LEADS && (bytes[at + 1] & 0xFF) >= FIRST_SURROGATE;
    }

    /** Reads JSON in which such bytes become the escape that JSON has for them. */
    static String withEscapes(byte[] json) {
        var text = new StringBuilder();
        int copied = 0;
        for (int at = 0; at + 2 < json.length; at++) {
            if (isSurrogate(json, at)) {
                int surrogate = 0xD000 | ((json[at + 1] & 0x3F) << 6) | (json[at + 2] & 0x3F);
                text.append(new String(json, copied, at - copied, StandardCharsets.UTF_8))
                        .append("\\u")
                        .append(Integer.toHexString(surrogate));
                copied = at + 3;
            }
        }
        return text.append(new String(json, copied, json.length - copied, StandardCharsets.UTF_8))
                .toString();
    }

    @Override
    public InputStream decorate(IOContext context, InputStream in) {
        return in;
    }

    @Override
    public Reader decorate(IOContext context, Reader in) {
        return in;
    }
}
