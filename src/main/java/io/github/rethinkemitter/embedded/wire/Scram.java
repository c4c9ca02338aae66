package io.github.rethinkemitter.embedded.wire;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The server's side of a SCRAM-SHA-256 exchange (RFC 7677), with a real server's error codes and messages. */
final class Scram {
    private static final SecureRandom RANDOM = new SecureRandom();
    private final Credentials credentials;
    private String user = "";
    private String clientFirstBare = "";
    private String serverFirst = "";
    private String nonce = "";
    private @Nullable PasswordHash password;

    Scram(Credentials credentials) {
        this.credentials = credentials;
    }

    String user() {
        return user;
    }

    String first(String message) throws HandshakeException {
        if (!message.startsWith("n,")) {
            throw new HandshakeException(15, "Channel binding is not supported");
        }
        int bare = message.indexOf(',', 2);
        if (bare < 0) {
            throw invalidEncoding();
        }
        clientFirstBare = message.substring(bare + 1);
        Map<String, String> fields = fields(clientFirstBare, "nr");
        user = unescape(required(fields, "n"));
        password = credentials.passwordOf(user);
        // An unknown user gets a salt, too, and is refused only after the second message, as by a real server.
        PasswordHash shown = password == null ? PasswordHash.ofNobody() : password;
        byte[] own = new byte[18];
        RANDOM.nextBytes(own);
        nonce = required(fields, "r") + base64(own);
        serverFirst = "r=" + nonce + ",s=" + base64(shown.salt()) + ",i=" + shown.iterations();
        return serverFirst;
    }

    String last(String message) throws HandshakeException {
        if (password == null) {
            throw new HandshakeException(17, "Unknown user");
        }
        int proofAt = message.indexOf(",p=");
        String withoutProof = proofAt < 0 ? message : message.substring(0, proofAt);
        String authMessage = clientFirstBare + "," + serverFirst + "," + withoutProof;
        byte[] clientKey = Hmac.sha256(password.hash(), "Client Key");
        byte[] signature = Hmac.sha256(Hmac.digest(clientKey), authMessage);
        byte[] proof = new byte[clientKey.length];
        for (int i = 0; i < proof.length; i++) {
            proof[i] = (byte) (clientKey[i] ^ signature[i]);
        }
        Map<String, String> fields = fields(message, "crp");
        if (!required(fields, "c").equals("biws")) {
            throw invalidEncoding();
        }
        byte[] given = required(fields, "p").getBytes(StandardCharsets.UTF_8);
        if (!MessageDigest.isEqual(given, base64(proof).getBytes(StandardCharsets.UTF_8))) {
            throw new HandshakeException(12, "Wrong password");
        }
        if (!required(fields, "r").equals(nonce)) {
            throw new HandshakeException(20, "Other error");
        }
        byte[] serverKey = Hmac.sha256(password.hash(), "Server Key");
        return "v=" + base64(Hmac.sha256(serverKey, authMessage));
    }

    private static Map<String, String> fields(String message, String known) throws HandshakeException {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String field : message.split(",", -1)) {
            if (field.isEmpty()) {
                continue;
            }
            if (field.length() < 2 || field.charAt(1) != '=') {
                throw invalidEncoding();
            }
            String key = field.substring(0, 1);
            if (key.equals("m")) {
                throw new HandshakeException(11, "Extensions not supported");
            }
            if (!known.contains(key) || fields.put(key, field.substring(2)) != null) {
                throw invalidEncoding();
            }
        }
        return fields;
    }

    private static String required(Map<String, String> fields, String key) throws HandshakeException {
        String value = fields.get(key);
        if (value == null) {
            throw invalidEncoding();
        }
        return value;
    }

    private static String unescape(String saslName) throws HandshakeException {
        String name = saslName.replace("=2C", ",");
        if (name.replace("=3D", "").contains("=")) {
            throw new HandshakeException(18, "Invalid username encoding");
        }
        return name.replace("=3D", "=");
    }

    private static HandshakeException invalidEncoding() {
        return new HandshakeException(10, "Invalid encoding");
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
