package io.github.rethinkemitter.embedded.wire;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;

/**
 * A password as the server keeps it: salted and hashed.
 *
 * @param salt random bytes, which the client gets in the handshake
 * @param iterations how often the password was hashed; 1 for the empty password, as in a real server
 * @param hash the salted password of SCRAM
 * @param empty whether the password is empty, as the table {@code users} shows
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, only carried
public record PasswordHash(byte[] salt, int iterations, byte[] hash, boolean empty) {
    private static final SecureRandom RANDOM = new SecureRandom();
    /** The default of a real server. */
    public static final int DEFAULT_ITERATIONS = 4096;

    public static PasswordHash of(String password) {
        return of(password, DEFAULT_ITERATIONS);
    }

    public static PasswordHash of(String password, int iterations) {
        byte[] salt = new byte[16];
        RANDOM.nextBytes(salt);
        boolean empty = password.isEmpty();
        int rounds = empty ? 1 : iterations;
        byte[] hash = Hmac.pbkdf2(password.getBytes(StandardCharsets.UTF_8), salt, rounds);
        return new PasswordHash(salt, rounds, hash, empty);
    }

    /** A random hash for a user who does not exist. A client cannot tell it from that of a user who does. */
    static PasswordHash ofNobody() {
        byte[] salt = new byte[16];
        RANDOM.nextBytes(salt);
        return new PasswordHash(salt, DEFAULT_ITERATIONS, salt, false);
    }

    /** Whether this is the hash of a password. */
    public boolean matches(String password) {
        return MessageDigest.isEqual(hash, Hmac.pbkdf2(password.getBytes(StandardCharsets.UTF_8), salt, iterations));
    }

    @Override
    public String toString() {
        return "PasswordHash[hidden]";
    }
}
