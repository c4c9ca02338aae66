package io.github.rethinkemitter.embedded.wire;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The three functions that SCRAM-SHA-256 uses. Every Java platform has the algorithms. */
final class Hmac {
    private Hmac() {}

    static byte[] sha256(byte[] key, byte[] message) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            // An empty password makes an empty key, which SecretKeySpec refuses. For HMAC one zero byte is the same
            // key.
            mac.init(new SecretKeySpec(key.length == 0 ? new byte[1] : key, "HmacSHA256"));
            return mac.doFinal(message);
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("this Java platform has no HmacSHA256", missing);
        }
    }

    static byte[] sha256(byte[] key, String message) {
        return sha256(key, message.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] digest(byte[] message) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(message);
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("this Java platform has no SHA-256", missing);
        }
    }

    static byte[] pbkdf2(byte[] password, byte[] salt, int iterations) {
        byte[] first = new byte[salt.length + 4];
        System.arraycopy(salt, 0, first, 0, salt.length);
        first[first.length - 1] = 1;
        byte[] block = sha256(password, first);
        byte[] sum = block.clone();
        for (int i = 1; i < iterations; i++) {
            block = sha256(password, block);
            for (int b = 0; b < sum.length; b++) {
                sum[b] ^= block[b];
            }
        }
        return sum;
    }
}
