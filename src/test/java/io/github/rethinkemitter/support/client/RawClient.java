package io.github.rethinkemitter.support.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.rethinkemitter.support.TimeLimit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;

/**
 * A blocking RethinkDB client without a driver: it sends text and returns JSON. It is not thread-safe. Every wait ends
 * after 30 seconds.
 *
 * <pre>{@code
 * try (RawClient client = RawClient.connect(server.url("test"))) {
 *     client.value("r.tableCreate('t')");
 *     long count = client.value("r.table('t').count()").asLong();
 * }
 * }</pre>
 */
public final class RawClient implements AutoCloseable {

    /** The number with which all current drivers begin the handshake. */
    public static final int V1_0 = 0x34c2bdc3;

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final RawSocket socket;
    private final String options;
    private final Map<Long, Queue<RawReply>> receivedEarly = new HashMap<>();
    private long lastToken;

    private RawClient(RawSocket socket, String db) {
        this.socket = socket;
        this.options = db.isEmpty() ? "{}" : "{\"db\":[14,[\"" + db + "\"]]}";
    }

    /** Connects to {@code rethinkdb://user:password@host:port/db}. User, password and database may be left out. */
    public static RawClient connect(URI server) {
        String[] user = server.getUserInfo() == null
                ? new String[] {"admin", ""}
                : server.getUserInfo().split(":", 2);
        String db = server.getPath() == null ? "" : server.getPath().replaceFirst("^/", "");
        TimeLimit limit = TimeLimit.in(TIMEOUT);
        try {
            RawSocket socket = new RawSocket(new InetSocketAddress(server.getHost(), server.getPort()), limit);
            try {
                logIn(socket, new ScramClient(user[0], user.length > 1 ? user[1] : ""), limit);
                return new RawClient(socket, db);
            } catch (IOException | RuntimeException e) {
                socket.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(server + ": " + e.getMessage(), e);
        }
    }

    private static void logIn(RawSocket socket, ScramClient scram, TimeLimit limit) throws IOException {
        socket.sendMagic(V1_0);
        socket.sendText(TestJson.of(Map.of(
                        "protocol_version",
                        0,
                        "authentication_method",
                        "SCRAM-SHA-256",
                        "authentication",
                        scram.first()))
                .toString());
        requireSuccess(socket.readText(limit));
        String challenge =
                requireSuccess(socket.readText(limit)).path("authentication").asText();
        socket.sendText(
                TestJson.of(Map.of("authentication", scram.last(challenge))).toString());
        requireSuccess(socket.readText(limit));
    }

    private static JsonNode requireSuccess(String answer) throws IOException {
        JsonNode json = TestJson.parse(answer);
        if (!json.path("success").asBoolean()) {
            throw new IOException(answer);
        }
        return json;
    }

    /** Runs a query in the JSON of the protocol, such as {@code [15,["t"]]}, and returns the first reply. */
    public RawReply query(String reqlJson) {
        return exchange(++lastToken, "[1," + reqlJson + "," + options + "]");
    }

    /** Runs a query written as {@link ReqlText} and returns the first reply, even if it is an error. */
    public RawReply reql(String text) {
        return query(ReqlText.toWire(text).toString());
    }

    /** Sends the complete text of a query of any type, such as {@code run("[5]")}, and returns the reply. */
    public RawReply run(String frame) {
        return exchange(++lastToken, frame);
    }

    /** Sends a query of this type for an earlier token and returns the reply: CONTINUE is 2, STOP is 3. */
    public RawReply run(int type, long token) {
        return exchange(token, "[" + type + "]");
    }

    /** The single result of a query. An error of the server becomes an {@link AssertionError}. */
    public JsonNode value(String text) {
        return reql(text).orThrow(text).json().path("r").path(0);
    }

    /** All results of a query. An error of the server becomes an {@link AssertionError}. */
    public List<JsonNode> rows(String text) {
        RawReply reply = reql(text).orThrow(text);
        List<JsonNode> rows = new ArrayList<>(reply.rows());
        while (reply.isPartial()) {
            reply = run(2, reply.token()).orThrow(text);
            rows.addAll(reply.rows());
        }
        return rows;
    }

    /** Opens a changefeed. */
    public RawFeed feed(String text) {
        return new RawFeed(this, reql(text).orThrow(text));
    }

    /** Sends the text of a query and does not wait for a reply. */
    public void send(long token, String frame) {
        try {
            socket.send(new RawSocket.Frame(token, frame));
        } catch (IOException e) {
            throw new UncheckedIOException(frame + ": " + e.getMessage(), e);
        }
    }

    /** Whether a reply with this token comes before the limit. Replies with other tokens are kept. */
    public boolean awaitReply(long token, TimeLimit limit) {
        try {
            while (receivedEarly.getOrDefault(token, new ArrayDeque<>()).isEmpty()) {
                if (!socket.awaitInput(limit)) {
                    return false;
                }
                RawSocket.Frame frame = socket.readFrame(TimeLimit.in(TIMEOUT));
                receivedEarly
                        .computeIfAbsent(frame.token(), t -> new ArrayDeque<>())
                        .add(new RawReply(frame.token(), TestJson.parse(frame.text())));
            }
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException("while waiting for a reply: " + e.getMessage(), e);
        }
    }

    /** Waits for the next reply with this token. */
    public RawReply reply(long token) {
        if (!awaitReply(token, TimeLimit.in(TIMEOUT))) {
            throw new AssertionError("no reply within " + TIMEOUT + " for token " + token);
        }
        return receivedEarly.getOrDefault(token, new ArrayDeque<>()).remove();
    }

    private RawReply exchange(long token, String frame) {
        send(token, frame);
        return reply(token);
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
