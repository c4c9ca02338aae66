package io.github.rethinkemitter.internal.park;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/** The primary keys of parked events. A hash, since the database takes no key that is longer than 127 bytes. */
final class ParkedIds {

    private static final int BYTES = 18; // 24 characters

    private ParkedIds() {}

    static String of(String owner, String observer, String event) {
        var text = owner + '\n' + observer + '\n' + event; // neither of the first two has line breaks
        try {
            var hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java platform has it
        }
    }
}
