package io.github.rethinkemitter.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class LifecycleTest {

    private static List<String> threadsOf(int port) {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("embedded-rethinkdb-" + port + "-"))
                .toList();
    }

    @Test
    void closingTheServerLeavesNoThreadEvenWithOpenFeedsAndWhileFrozen() throws IOException {
        EmbeddedRethinkDb server = EmbeddedRethinkDb.start();
        try (EmbeddedClient client = new EmbeddedClient(server)) {
            client.query("[60,[\"t\"]]");
            client.query("[152,[[15,[\"t\"]]]]");
            client.send(client.token(), "[2]");
            assertThat(threadsOf(server.port())).isNotEmpty();
            server.faults().freeze();
            client.send("[1,5,{}]");

            server.close();

            assertThat(client.receive()).isEqualTo("closed");
        }
        await().untilAsserted(() -> assertThat(threadsOf(server.port())).isEmpty());
        assertThat(server.openConnections()).isZero();
        assertThat(server.openFeeds()).isZero();
    }

    @Test
    void aNamedServerIsSharedUntilItsLastUserClosesIt() throws IOException {
        EmbeddedRethinkDb first = EmbeddedRethinkDb.named("shared");
        EmbeddedRethinkDb second = EmbeddedRethinkDb.named("shared");
        assertThat(first.port()).isEqualTo(second.port());

        first.close();
        try (EmbeddedClient client = new EmbeddedClient(second)) {
            assertThat(client.query("5")).isEqualTo("{\"t\":1,\"r\":[5]}");
        }
        second.close();

        try (EmbeddedRethinkDb third = EmbeddedRethinkDb.named("shared")) {
            assertThat(third).isNotSameAs(first);
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX) // elsewhere the machine may have a single loopback address
    void aServerListensOnTheAddressThatItIsGivenAndOnNoOther() throws IOException {
        var address = InetAddress.getByName("127.0.0.2");

        try (EmbeddedRethinkDb server =
                EmbeddedRethinkDb.builder().bindAddress(address).start()) {
            assertThat(server.uri()).isEqualTo("rethinkdb://127.0.0.2:" + server.port());
            assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), server.port()))
                    .isInstanceOf(ConnectException.class);
            try (var client = new Socket(address, server.port())) {
                assertThat(client.isConnected()).isTrue();
            }
        }
    }

    @Test
    void aStoppedFeedIsNotOpenAnyMore() throws IOException {
        try (EmbeddedRethinkDb server = EmbeddedRethinkDb.start();
                EmbeddedClient client = new EmbeddedClient(server)) {
            client.query("[60,[\"t\"]]");
            client.query("[152,[[15,[\"t\"]]]]");
            assertThat(server.openFeeds()).isEqualTo(1);

            client.send(client.token(), "[3]");

            assertThat(client.receive()).isEqualTo("{\"t\":2,\"r\":[],\"n\":[]}");
            assertThat(server.openFeeds()).isZero();
        }
    }

    @Test
    void asAProcessTheServerPrintsItsUriAndEndsWithItsStandardInput() throws IOException, InterruptedException {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();

        Main.run(
                List.of("--until-stdin-ends"),
                new ByteArrayInputStream(new byte[0]),
                new PrintStream(printed, true, StandardCharsets.UTF_8));

        assertThat(printed.toString(StandardCharsets.UTF_8))
                .startsWith("rethinkdb://127.0.0.1:")
                .contains("in memory only, for development and tests");
    }

    @Test
    void anUnreadableQueryIsRefusedAndTheConnectionStaysOpen() throws IOException {
        try (EmbeddedRethinkDb server = EmbeddedRethinkDb.start();
                EmbeddedClient client = new EmbeddedClient(server)) {
            String refusal = "{\"t\":16,\"r\":[\"Client is buggy (failed to deserialize query).\"],\"b\":[]}";

            client.send("[1,\"\\ud800\",{}]");
            assertThat(client.receive()).isEqualTo(refusal);
            client.send("[1,1e999,{}]");
            assertThat(client.receive()).isEqualTo(refusal);

            assertThat(client.query("[999,[]]"))
                    .isEqualTo("{\"t\":17,\"r\":[\"Unrecognized TermType: 999.\"],\"b\":[]}");
        }
    }
}
