package io.github.rethinkemitter.support.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/** The client side of SCRAM-SHA-256 (RFC 5802, 7677), as far as RethinkDB uses it. */
public final class ScramClient {

    private final String password;
    private final String bare;

    /** Starts a login. */
    public ScramClient(String user, String password) {
        byte[] nonce = new byte[18];
        new SecureRandom().nextBytes(nonce);
        this.password = password;
        this.bare = "n=" + user.replace("=", "=3D").replace(",", "=2C") + ",r="
                + Base64.getEncoder().encodeToString(nonce);
    }

    /** The client's first message. */
    public String first() {
        return "n,," + bare;
    }

    /** The client's last message, which proves that the client knows the password. */
    public String last(String serverFirst) {
        Map<String, String> server = attributes(serverFirst);
        String unproven = "c=biws,r=" + server.get("r");
        try {
            byte[] salted = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(new PBEKeySpec(
                            password.toCharArray(),
                            Base64.getDecoder().decode(server.getOrDefault("s", "")),
                            Integer.parseInt(server.getOrDefault("i", "1")),
                            256))
                    .getEncoded();
            byte[] key = hmac(salted, "Client Key");
            byte[] stored = MessageDigest.getInstance("SHA-256").digest(key);
            byte[] signature = hmac(stored, bare + "," + serverFirst + "," + unproven);
            for (int i = 0; i < key.length; i++) {
                key[i] ^= signature[i];
            }
            return unproven + ",p=" + Base64.getEncoder().encodeToString(key);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK lacks SCRAM-SHA-256", e);
        }
    }

    static Map<String, String> attributes(String message) {
        Map<String, String> attributes = new HashMap<>();
        for (String attribute : message.split(",", -1)) {
            attributes.put(attribute.substring(0, 1), attribute.substring(2));
        }
        return attributes;
    }

    private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text.getBytes(UTF_8));
    }
}
