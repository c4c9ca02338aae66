package io.github.rethinkemitter.embedded.data;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A primary key in the encoding by which RethinkDB orders and hashes keys.
 *
 * <pre>
 * key    = number | string | bool | array | binary | time | "@" (minval) | "[" (maxval)
 * number = "N" 16 hex digits that sort like the double "#" %.20g
 * string = "S" UTF-8 without NUL
 * bool   = "Bt" | "Bf"
 * array  = "A" (key NUL)*
 * binary = "PBINARY:" bytes, 0 and 1 escaped by 1
 * time   = "PTIME:" number
 * </pre>
 */
public record StoreKey(String latin1) implements Comparable<StoreKey> {
    private static final int MAX_LENGTH = 128;

    /** Encodes a primary key, or refuses a value that cannot be one. */
    public static StoreKey of(Datum key) {
        String encoded = KeyText.encode(key);
        if (encoded.length() > MAX_LENGTH) {
            throw ReqlException.logic(
                    "Primary key too long (max " + (MAX_LENGTH - 1) + " characters): " + Printer.print(key));
        }
        return new StoreKey(encoded);
    }

    byte[] bytes() {
        return latin1.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    public int compareTo(StoreKey other) {
        return latin1.compareTo(other.latin1);
    }

    @Override
    public String toString() {
        return "StoreKey" + Arrays.toString(bytes());
    }
}
