package io.github.rethinkemitter.embedded.wire;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;

/**
 * A password as the server keeps it: salted and hashed, so that even the server cannot tell it.
 *
 * @param salt random, sent to the client in the handshake
 * @param iterations how often it was hashed; 1 for the empty password, as a real server does
 * @param hash the salted password of SCRAM
 * @param empty whether it is the empty password, which the {@code users} table shows
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, only carried
public record PasswordHash(byte[] salt, int iterations, byte[] hash, boolean empty) {
    private static final SecureRandom RANDOM = new SecureRandom();
    /** What a real server uses when nothing else is asked for. */
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

    /** What an unknown user is shown: looks like any other. */
    static PasswordHash ofNobody() {
        byte[] salt = new byte[16];
        RANDOM.nextBytes(salt);
        return new PasswordHash(salt, DEFAULT_ITERATIONS, salt, false);
    }

    /** Whether that is the password. */
    public boolean matches(String password) {
        return MessageDigest.isEqual(hash, Hmac.pbkdf2(password.getBytes(StandardCharsets.UTF_8), salt, iterations));
    }

    @Override
    public String toString() {
        return "PasswordHash[hidden]";
    }
}
