package io.github.rethinkemitter.internal.rethink.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rethinkdb.utils.Internals;
import io.github.rethinkemitter.embedded.EmbeddedRethinkDb;
import io.github.rethinkemitter.internal.config.ConnectionSettings.Address;
import io.github.rethinkemitter.internal.config.ConnectionSettings.Host;
import io.github.rethinkemitter.internal.config.ConnectionSettings.Tls;
import io.github.rethinkemitter.internal.config.TableSettings.Create;
import io.github.rethinkemitter.internal.flow.Unreachable;
import io.github.rethinkemitter.internal.json.JsonFactories;
import io.github.rethinkemitter.internal.rethink.Stores;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Logging in to a peer that is no RethinkDB, and what is said when no session can be opened. */
@Timeout(60)
class LoginTest {

    private ServerSocket peer;
    private Stores stores;

    @BeforeEach
    void listen() throws IOException {
        peer = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        stores = new Stores("127.0.0.1", peer.getLocalPort(), "none");
    }

    @AfterEach
    void close() throws IOException {
        stores.close();
        peer.close();
    }

    @Test
    void aPeerThatClosesTheConnectionFailsTheLoginAtOnce() throws Exception {
        var answered = answer("");

        assertThatThrownBy(stores::open).hasMessageContaining("RTH0206").hasMessageContaining("closed the connection");
        answered.get(30, TimeUnit.SECONDS);
    }

    @Test
    void aPeerThatSendsNothingIsGivenUpAfterTheConnectTimeout() throws Exception {
        stores.connectTimeout = Duration.ofMillis(300);
        var left = CompletableFuture.supplyAsync(this::readToTheEnd);

        assertThatThrownBy(stores::open).hasMessageContaining("RTH0203").hasMessageContaining("300 ms");
        assertThat(left.get(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aPeerThatSendsByteByByteIsGivenUpAfterTheConnectTimeout() throws Exception {
        stores.connectTimeout = Duration.ofMillis(500);
        var left = CompletableFuture.supplyAsync(this::trickleToTheEnd);

        assertThatThrownBy(stores::open).hasMessageContaining("RTH0203");
        assertThat(left.get(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void theDriverLeavesNoBuffersInTheThreadThatLogsIn() throws Exception {
        var answered = answer("");

        assertThatThrownBy(stores::open).hasMessageContaining("RTH0206");

        assertThat(Internals.getInternalMapper().getFactory()._getRecyclerPool())
                .isSameAs(JsonFactories.buffers());
        answered.get(30, TimeUnit.SECONDS);
    }

    @Test
    void aPeerThatSpeaksAnotherProtocolIsNamed() throws Exception {
        var answered = answer("HTTP/1.1 400 Bad Request\r\n\r\n\0");

        assertThatThrownBy(stores::open)
                .hasMessageContaining("RTH0206")
                .hasMessageContaining("127.0.0.1:" + peer.getLocalPort());
        answered.get(30, TimeUnit.SECONDS);
    }

    @Test
    void aPeerThatAnswersOtherJsonIsNamed() throws Exception {
        var answered = answer("{\"hello\":1}\0");

        assertThatThrownBy(stores::open).hasMessageContaining("RTH0206");
        answered.get(30, TimeUnit.SECONDS);
    }

    @Test
    void aPeerThatAsksForBillionsOfRoundsOfHashingIsLeftAtOnce() throws Exception {
        stores.connectTimeout = Duration.ofSeconds(50);
        var left = CompletableFuture.supplyAsync(this::askForRounds);

        assertThatThrownBy(stores::open)
                .hasMessageContainingAll("RTH0206", "2000000000 rounds", "127.0.0.1:" + peer.getLocalPort());
        assertThat(left.get(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void textWithoutEndIsNotCollected() throws Exception {
        var answered = answer("x".repeat(200_000));

        assertThatThrownBy(stores::open).hasMessageContaining("RTH0206").hasMessageContaining("without end");
        answered.get(30, TimeUnit.SECONDS);
    }

    @Test
    void aMissingClassIsNotReportedAsAFaultOfTheServer() throws Exception {
        try (var server = EmbeddedRethinkDb.start();
                var here = new Stores("127.0.0.1", server.port(), "none")) {
            var connector = new Connector(here.connection(), (name, task) -> {
                if (name.equals("reader")) {
                    throw new NoClassDefFoundError("com/example/Missing");
                }
                return here.threads().start(name, task);
            });

            assertThatThrownBy(() -> connector.connect(here.hosts.get(0)))
                    .isInstanceOf(NoClassDefFoundError.class)
                    .hasMessage("com/example/Missing");
        }
    }

    @Test
    void aMissingAuthorityFileIsNamed() {
        stores.tls = new Tls("/no/such/ca.pem");

        assertThatThrownBy(stores::open).hasMessageContaining("RTH0207").hasMessageContaining("/no/such/ca.pem");
    }

    @Test
    void aDatabaseOfWhichNoHostAcceptsTheLoginIsUnreachable() throws Exception {
        stores.hosts = List.of(stores.hosts.get(0), hostThatIsDown());
        stores.address = new Address.Preset("the tests' options");
        var answered = answer("");

        assertThatThrownBy(stores::open)
                .isInstanceOf(Unreachable.class)
                .hasMessageContainingAll("RTH0200", "RTH0206", "RTH0202", "the tests' options");
        answered.get(30, TimeUnit.SECONDS);
    }

    @Test
    void aDatabaseWithoutTheTableIsNotUnreachableThoughAnotherHostIsDown() throws Exception {
        try (var server = EmbeddedRethinkDb.start();
                var here = new Stores("127.0.0.1", server.port(), "none")) {
            here.hosts = List.of(here.hosts.get(0), hostThatIsDown());
            here.create = Create.NEVER;

            assertThatThrownBy(here::open)
                    .isNotInstanceOf(Unreachable.class)
                    .hasMessageContainingAll("RTH0200", "RTH0221", "RTH0202");
        }
    }

    private static Host hostThatIsDown() throws IOException {
        try (var closed = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            return new Host("127.0.0.1", closed.getLocalPort());
        }
    }

    private CompletableFuture<Void> answer(String text) {
        return CompletableFuture.runAsync(() -> {
            try (Socket client = peer.accept()) {
                client.getInputStream().read(new byte[64]);
                client.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                // The client has closed the connection.
            }
        });
    }

    private boolean askForRounds() {
        try (Socket client = peer.accept()) {
            var in = client.getInputStream();
            var out = client.getOutputStream();
            in.readNBytes(4);
            out.write(
                    "{\"success\":true,\"min_protocol_version\":0,\"max_protocol_version\":0,\"server_version\":\"2.4.4\"}\0"
                            .getBytes(StandardCharsets.UTF_8));
            var first = new StringBuilder();
            for (int c = in.read(); c > 0; c = in.read()) {
                first.append((char) c);
            }
            String nonce = first.toString().replaceAll(".*r=([^\"]*).*", "$1");
            out.write(("{\"success\":true,\"authentication\":\"r=" + nonce
                            + "x,s=AAAAAAAAAAAAAAAAAAAAAA==,i=2000000000\"}\0")
                    .getBytes(StandardCharsets.UTF_8));
            return in.read() < 0;
        } catch (IOException e) {
            return true;
        }
    }

    private boolean readToTheEnd() {
        try (Socket client = peer.accept()) {
            return client.getInputStream().readAllBytes().length > 0;
        } catch (IOException e) {
            return true;
        }
    }

    // One byte for each that comes back in time: a loop that is paced by the socket's timeout.
    private boolean trickleToTheEnd() {
        try (Socket client = peer.accept()) {
            client.setSoTimeout(50);
            for (int i = 0; i < 500; i++) {
                client.getOutputStream().write('x');
                try {
                    if (client.getInputStream().read(new byte[1024]) < 0) {
                        return true;
                    }
                } catch (java.net.SocketTimeoutException e) {
                    // Time for the next byte.
                }
            }
            return false;
        } catch (IOException e) {
            return true;
        }
    }
}
