package io.github.rethinkemitter.embedded.wire;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * The server's side of the handshake: finds out which user a client is.
 *
 * <pre>
 * V1_0: client: magic number, server: versions, client-first, server-first, client-final, server-final
 *       all but the magic number are JSON texts that end with a zero byte
 * V0_3, V0_4: client: magic number, length of the key, key, magic number of the JSON protocol, server: "SUCCESS"
 *       the key is the password of "admin"
 * </pre>
 */
public final class Handshake {
    /** The version of RethinkDB that this server behaves like. */
    public static final String SERVER_VERSION = "2.4.4";

    private static final int V0_1 = 0x3f61ba36;
    private static final int V0_2 = 0x723081e1;
    private static final int V0_3 = 0x5f75e83e;
    private static final int V0_4 = 0x400c2d20;
    private static final int V1_0 = 0x34c2bdc3;
    private static final int JSON = 0x7e6970c7;

    private final DataInputStream in;
    private final OutputStream out;
    private final Credentials credentials;

    public Handshake(DataInputStream in, OutputStream out, Credentials credentials) {
        this.in = in;
        this.out = out;
        this.credentials = credentials;
    }

    /**
     * Performs the handshake. A client that is refused gets the answer of a real server.
     *
     * @return the name of the authenticated user
     * @throws HandshakeException when the client was refused, after the answer was sent
     */
    public String accept() throws IOException, HandshakeException {
        int magic = Integer.reverseBytes(in.readInt());
        if (magic == V1_0) {
            return scram();
        }
        try {
            return keyOnly(magic);
        } catch (HandshakeException refusal) {
            out.write(("ERROR: " + refusal.getMessage() + "\n\0").getBytes(StandardCharsets.UTF_8));
            out.flush();
            throw refusal;
        }
    }

    private String scram() throws IOException, HandshakeException {
        try {
            HandshakeMessages.write(
                    out,
                    new TreeMap<>(Map.of(
                            "success",
                            true,
                            "max_protocol_version",
                            0,
                            "min_protocol_version",
                            0,
                            "server_version",
                            SERVER_VERSION)));
            Scram scram = new Scram(credentials);
            Map<String, Object> hello = HandshakeMessages.read(in);
            check(hello);
            answer(scram.first(authentication(hello)));
            answer(scram.last(authentication(HandshakeMessages.read(in))));
            return scram.user();
        } catch (HandshakeException refusal) {
            Map<String, Object> answer = new TreeMap<>();
            answer.put("success", false);
            answer.put("error", String.valueOf(refusal.getMessage()));
            answer.put("error_code", refusal.code());
            HandshakeMessages.write(out, answer);
            throw refusal;
        }
    }

    private static void check(Map<String, Object> hello) throws HandshakeException {
        if (!(hello.get("protocol_version") instanceof Double version)) {
            throw new HandshakeException(1, "Expected a number for `protocol_version`.");
        }
        if (version != 0) {
            throw new HandshakeException(2, "Unsupported `protocol_version`.");
        }
        if (!(hello.get("authentication_method") instanceof String method)) {
            throw new HandshakeException(3, "Expected a string for `authentication_method`.");
        }
        if (!method.equals("SCRAM-SHA-256")) {
            throw new HandshakeException(4, "Unsupported `authentication_method`.");
        }
    }

    private static String authentication(Map<String, Object> message) throws HandshakeException {
        if (message.get("authentication") instanceof String text) {
            return text;
        }
        throw new HandshakeException(5, "Expected a string for `authentication`.");
    }

    private void answer(String authentication) throws IOException {
        HandshakeMessages.write(out, new TreeMap<>(Map.of("success", true, "authentication", authentication)));
    }

    private String keyOnly(int magic) throws IOException, HandshakeException {
        if (magic == V0_1 || magic == V0_2) {
            throw new HandshakeException(-1, "The PROTOBUF client protocol is no longer supported");
        }
        if (magic != V0_3 && magic != V0_4) {
            throw new HandshakeException(
                    -1,
                    "Received an unsupported protocol version. This port is for RethinkDB queries. "
                            + "Does your client driver version not match the server?");
        }
        int length = Integer.reverseBytes(in.readInt());
        if (length < 0 || length > 2048) {
            throw new HandshakeException(-1, "Client provided an authorization key that is too long.");
        }
        String key = new String(in.readNBytes(length), StandardCharsets.UTF_8);
        PasswordHash admin = credentials.passwordOf("admin");
        if (admin == null || !admin.matches(key)) {
            throw new HandshakeException(-1, "Incorrect authorization key.");
        }
        int protocol = Integer.reverseBytes(in.readInt());
        if (protocol != JSON) {
            throw new HandshakeException(-1, "Unrecognized protocol specified: '" + protocol + "'");
        }
        out.write("SUCCESS\0".getBytes(StandardCharsets.UTF_8));
        out.flush();
        return "admin";
    }
}
