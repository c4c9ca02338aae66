package io.github.rethinkemitter.embedded;

import static com.rethinkdb.RethinkDB.r;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rethinkdb.gen.exc.ReqlAuthError;
import com.rethinkdb.gen.exc.ReqlPermissionError;
import com.rethinkdb.net.Connection;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HandshakeTest {
    private final EmbeddedRethinkDb server = EmbeddedRethinkDb.builder()
            .user("admin", "secret")
            .user("reader", "pencil")
            .start();

    @AfterEach
    void close() {
        server.close();
    }

    private Connection connect(String user, String password) {
        return r.connection()
                .hostname("127.0.0.1")
                .port(server.port())
                .user(user, password)
                .connect();
    }

    @Test
    void aUserWithTheRightPasswordIsLetIn() {
        try (Connection connection = connect("admin", "secret")) {
            assertThat(r.expr(1).add(1).run(connection, Long.class).next()).isEqualTo(2L);
        }
    }

    @Test
    void aWrongPasswordIsRefused() {
        assertThatThrownBy(() -> connect("admin", "guess"))
                .isInstanceOf(ReqlAuthError.class)
                .hasMessageContaining("Wrong password");
    }

    @Test
    void anUnknownUserIsRefused() {
        assertThatThrownBy(() -> connect("nobody", "secret")).hasStackTraceContaining("Unknown user");
    }

    @Test
    void aClientOfAnotherProtocolGetsAReadableError() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);

            assertThat(answer).startsWith("ERROR: Received an unsupported protocol version.");
        }
    }

    @Test
    void aUserMayDoOnlyWhatWasGranted() {
        try (Connection admin = connect("admin", "secret");
                Connection reader = connect("reader", "pencil")) {
            r.tableCreate("t").run(admin);
            assertThatThrownBy(() -> r.table("t").run(reader)).isInstanceOf(ReqlPermissionError.class);

            r.table("t").grant("reader", r.hashMap("read", true)).run(admin);

            assertThat(r.table("t").run(reader).toList()).isEmpty();
            assertThatThrownBy(() -> r.table("t").insert(r.hashMap("id", 1)).run(reader))
                    .isInstanceOf(ReqlPermissionError.class)
                    .hasMessageContaining("does not have the required `write` permission");
        }
    }
}
