package io.github.rethinkemitter.support.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.rethinkemitter.support.leaks.LeakCheck;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakCheck.class)
@Timeout(60)
class ProxyTest {

    private ServerSocket server;
    private Proxy proxy;
    private Socket client;
    private Socket accepted;

    @BeforeEach
    void connect() throws IOException {
        server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        proxy = new Proxy(() -> new InetSocketAddress(server.getInetAddress(), server.getLocalPort()));
        client = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        accepted = server.accept();
        // The proxy counts the connection once a byte has been forwarded.
        client.getOutputStream().write(1);
        assertThat(accepted.getInputStream().read()).isEqualTo(1);
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        accepted.close();
        proxy.close();
        server.close();
    }

    @Test
    void bytesAreForwardedAndSoIsTheEndOfAConnection() throws IOException {
        accepted.getOutputStream().write(new byte[] {5, 6});
        accepted.close();

        assertThat(client.getInputStream().readAllBytes()).containsExactly(5, 6);
        await().until(() -> proxy.openConnections() == 0);
    }

    @Test
    void cutResetsBothSidesOfAConnection() {
        proxy.cut();

        assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
        assertThatThrownBy(() -> accepted.getInputStream().read()).isInstanceOf(SocketException.class);
        assertThat(proxy.openConnections()).isZero();
    }

    @Test
    void cutMidFrameForwardsOnlyTheFirstBytes() throws IOException {
        proxy.cutMidFrame(3);
        accepted.getOutputStream().write(new byte[100]);

        assertThat(client.getInputStream().readAllBytes()).hasSize(3);
        await().until(() -> proxy.openConnections() == 0);
    }

    @Test
    void swallowKeepsTheConnectionAndDropsTheBytes() throws IOException {
        proxy.swallow();
        accepted.getOutputStream().write(7);
        client.setSoTimeout(300);
        assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);

        proxy.forward();
        accepted.getOutputStream().write(8);

        client.setSoTimeout(0);
        assertThat(client.getInputStream().read()).isEqualTo(8);
    }

    @Test
    void refuseRejectsNewConnectionsAndKeepsOpenOnes() throws IOException {
        proxy.refuse();

        assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), proxy.port()))
                .isInstanceOf(IOException.class);
        accepted.getOutputStream().write(9);
        assertThat(client.getInputStream().read()).isEqualTo(9);

        proxy.accept();
        new Socket(InetAddress.getLoopbackAddress(), proxy.port()).close();
    }

    @Test
    void delayForwardsBytesOfTheServerLater() throws IOException {
        proxy.delay(Duration.ofMillis(200));
        long sent = System.nanoTime();
        accepted.getOutputStream().write(1);

        assertThat(client.getInputStream().read()).isEqualTo(1);

        assertThat(Duration.ofNanos(System.nanoTime() - sent)).isGreaterThanOrEqualTo(Duration.ofMillis(200));
    }
}
