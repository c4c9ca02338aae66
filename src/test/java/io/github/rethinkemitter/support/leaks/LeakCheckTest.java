package io.github.rethinkemitter.support.leaks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.testkit.engine.EventConditions.event;
import static org.junit.platform.testkit.engine.EventConditions.finishedWithFailure;
import static org.junit.platform.testkit.engine.EventConditions.test;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.message;

import io.github.rethinkemitter.support.server.RemoteServer;
import io.github.rethinkemitter.support.server.TestServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.testkit.engine.EngineTestKit;

@ExtendWith(LeakCheck.class)
class LeakCheckTest {

    private static final Duration SHORT = Duration.ofMillis(300);

    @Test
    void aThreadLeftBehindIsReportedWithItsStack() throws InterruptedException {
        LiveThreads before = LiveThreads.now();
        CountDownLatch end = new CountDownLatch(1);
        Thread forgotten = new Thread(() -> awaitEnd(end), "forgotten");
        forgotten.start();

        assertThatThrownBy(() -> LeakCheck.awaitNoThreads(before, "", SHORT))
                .hasMessageContaining("forgotten")
                .satisfies(leak ->
                        assertThat(leak.getSuppressed()[0].getStackTrace()).isNotEmpty());

        end.countDown();
        forgotten.join();
        LeakCheck.awaitNoThreads(before, "", SHORT);
    }

    @Test
    void aConnectionLeftBehindIsReported() throws IOException {
        try (ServerSocket listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
                TestServer server = new TestServer(
                        new RemoteServer(URI.create("rethinkdb://127.0.0.1:" + listener.getLocalPort())))) {
            Socket forgotten = new Socket(InetAddress.getLoopbackAddress(), server.port());
            await().until(() -> server.openConnections() == 1);

            assertThatThrownBy(() -> LeakCheck.awaitNoConnections(server, SHORT))
                    .hasMessageContaining("1 connections");

            forgotten.close();
            LeakCheck.awaitNoConnections(server, Duration.ofSeconds(30));
        }
    }

    @Test
    void aTestThatLeavesAThreadFails() {
        EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(Forgetful.class))
                .execute()
                .testEvents()
                .assertThatEvents()
                .haveExactly(
                        1, event(test("leavesAThread"), finishedWithFailure(message(m -> m.contains("forgotten")))));

        Forgetful.END.countDown();
    }

    static class Forgetful {

        static final CountDownLatch END = new CountDownLatch(1);

        @RegisterExtension
        final LeakCheck check = new LeakCheck(SHORT);

        @Test
        void leavesAThread() {
            new Thread(() -> awaitEnd(END), "forgotten").start();
        }
    }

    private static void awaitEnd(CountDownLatch end) {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
