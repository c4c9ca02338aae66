package io.github.rethinkemitter.internal.codec;

import jakarta.json.bind.Jsonb;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * How the application's JSON-B writes and reads a {@code byte[]}: as an array of numbers, or as Base64 of one of two
 * alphabets. The binary of another writer is Base64, whatever the application has chosen. Safe for use by many threads.
 */
final class BinaryEncoding {

    private static final byte[] EXAMPLE = {-5, -1};

    private enum Style {
        ARRAY,
        BASE64,
        BASE64_URL,
        /** By an adapter of the application, which knows what it reads. */
        OTHER
    }

    private final Jsonb jsonb;
    private volatile @Nullable Style style;

    BinaryEncoding(Jsonb jsonb) {
        this.jsonb = jsonb;
    }

    /** The JSON that JSON-B reads as the bytes of this Base64 text; null when the text is to stay as it is. */
    @Nullable
    String read(String text) {
        var its = style();
        if (its == Style.OTHER) {
            return null;
        }
        try {
            var bytes = Base64.getDecoder().decode(text);
            if (!Base64.getEncoder().encodeToString(bytes).equals(text)) {
                return null; // a word
            }
            return its == Style.ARRAY ? array(bytes) : quoted(its, bytes);
        } catch (IllegalArgumentException e) {
            return null; // JSON-B may know what it is
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
