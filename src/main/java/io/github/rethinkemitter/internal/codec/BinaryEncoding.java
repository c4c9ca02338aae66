package io.github.rethinkemitter.internal.codec;

import jakarta.json.bind.Jsonb;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * The encoding in which the application's JSON-B writes and reads a {@code byte[]}: an array of numbers, or Base64 with one
 * of two alphabets. A binary of another writer is always Base64, so it is converted to that encoding. Safe for use by many
 * threads.
 */
final class BinaryEncoding {

    private static final byte[] EXAMPLE = {-5, -1};

    private enum Style {
        ARRAY,
        BASE64,
        BASE64_URL,
        /** An adapter of the application writes and reads bytes. Binaries are left for it as they are. */
        OTHER
    }

    private final Jsonb jsonb;
    private volatile @Nullable Style style;

    BinaryEncoding(Jsonb jsonb) {
        this.jsonb = jsonb;
    }

    /** Converts a Base64 text into the JSON that JSON-B reads as the same bytes. Null when the text is to stay as it is. */
    @Nullable
    String read(String text) {
        var encoding = style();
        if (encoding == Style.OTHER) {
            return null;
        }
        try {
            var bytes = Base64.getDecoder().decode(text);
            if (!Base64.getEncoder().encodeToString(bytes).equals(text)) {
                return null; // a text that only looks like Base64
            }
            return encoding == Style.ARRAY ? array(bytes) : quoted(encoding, bytes);
        } catch (IllegalArgumentException e) {
            return null; // no Base64: JSON-B may know what it is
        }
    }

    private Style style() {
        var known = style;
        if (known == null) {
            known = styleOf(jsonb.toJson(EXAMPLE));
            style = known;
        }
        return known;
    }

    private static Style styleOf(String example) {
        return switch (example) {
            case "[-5,-1]" -> Style.ARRAY;
            case "\"+/8=\"" -> Style.BASE64;
            case "\"-_8=\"" -> Style.BASE64_URL;
            default -> Style.OTHER;
        };
    }

    private static String array(byte[] bytes) {
        var out = new StringBuilder("[");
        for (byte each : bytes) {
            out.append(out.length() == 1 ? "" : ",").append(each);
        }
        return out.append(']').toString();
    }

    private static String quoted(Style style, byte[] bytes) {
        var encoder = style == Style.BASE64 ? Base64.getEncoder() : Base64.getUrlEncoder();
        return '"' + encoder.encodeToString(bytes) + '"';
    }
}
