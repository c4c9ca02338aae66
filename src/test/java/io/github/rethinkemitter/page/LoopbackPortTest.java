package io.github.rethinkemitter.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.rethinkemitter.internal.config.PageSettings;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoopbackPortTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final FakeChannel orders = new FakeChannel("orders");
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private LoopbackPort port = open(true, true);

    private LoopbackPort open(boolean payloads, boolean actions) {
        int any = freePort();
        var opened = new LoopbackPort(new PageHandler(
                new Page(Map.of("orders", orders.services()), new PageSettings("", any, payloads, actions))));
        opened.open();
        return opened;
    }

    private void openAnew(boolean payloads, boolean actions) {
        port.close();
        port = open(payloads, actions);
    }

    // The unit tests have servlets on their class path, so that port 0 would mean none.
    private static int freePort() {
        try (var socket = new java.net.ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @AfterEach
    void close() {
        port.close();
    }

    private String address() {
        return port.address().substring(0, port.address().indexOf('?'));
    }

    private String cookie() {
        var token = port.address().substring(port.address().indexOf('=') + 1);
        return "rethink-emitter-" + URI.create(address()).getPort() + "=" + token;
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(address() + path)).timeout(PATIENCE);
    }

    private HttpResponse<String> get(String path) throws Exception {
        return client.send(request(path).header("Cookie", cookie()).build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String path, String body, String... headers) throws Exception {
        var request = request(path).header("Cookie", cookie()).POST(HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private String[] ofThePage() {
        var origin = address().substring(0, address().length() - 1);
        return new String[] {"Origin", origin, "Content-Type", "application/json"};
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "page.js",
                "nothing",
                "api/page",
                "api/status",
                "api/stored?channel=orders",
                "api/redrive?channel=orders",
                "?token=0000"
            })
    void withoutTheTokenEveryPathIsRefusedAndSaysNothing(String path) throws Exception {
        var answer = client.send(request(path).build(), BodyHandlers.ofString());
        var withWrongCookie =
                client.send(request(path).header("Cookie", cookie() + "0").build(), BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).isEmpty();
        assertThat(withWrongCookie.statusCode()).isEqualTo(401);
        assertThat(orders.statusCalls).hasValue(0);
    }

    @Test
    void theAddressThatIsLoggedOpensThePage() throws Exception {
        var answer =
                client.send(HttpRequest.newBuilder(URI.create(port.address())).build(), BodyHandlers.ofString());
        var page = get("");

        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(answer.headers().firstValue("Location")).contains("/");
        assertThat(answer.headers().firstValue("Set-Cookie"))
                .contains(cookie() + "; HttpOnly; SameSite=Strict; Path=/");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("<title>Rethink Emitter</title>");
        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("default-src 'none'", "frame-ancestors 'none'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"example.com", "127.0.0.1", "127.0.0.1:1", "localhost.example.com"})
    void aNameThatIsNotThisMachineIsRefused(String host) throws Exception {
        assertThat(raw("GET / HTTP/1.1\r\nHost: " + host + "\r\nCookie: " + cookie() + "\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 403");
    }

    @Test
    void theNameLocalhostIsThisMachine() throws Exception {
        int number = URI.create(address()).getPort();

        assertThat(raw("GET / HTTP/1.1\r\nHost: localhost:" + number + "\r\nCookie: " + cookie()
                        + "\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200");
    }

    private String raw(String request) throws Exception {
        try (var socket = new Socket(
                InetAddress.getLoopbackAddress(), URI.create(address()).getPort())) {
            socket.setSoTimeout((int) PATIENCE.toMillis());
            socket.getOutputStream().write(request.getBytes(UTF_8));
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }

    @Test
    void theNewestEventsComeOldestFirst() throws Exception {
        orders.store("placed", "first");
        orders.store("placed", Map.of("id", 7L, "text", "<script>alert(1)</script>"));
        orders.store("placed", null);

        assertThat(get("api/events?channel=orders&most=2&from=2026-01-31T09:59:58.000Z")
                        .body())
                .startsWith("{\"events\":[{\"channel\":\"orders\",\"id\":\"id-1\"")
                .contains("<script>alert(1)</script>")
                .contains("\"payload\":\"null\"")
                .doesNotContain("first");
    }

    @Test
    void payloadsAreHiddenUnlessTheyAreAskedFor() throws Exception {
        openAnew(false, false);
        orders.store("placed", "secret");
        orders.park("placed", "secret", "failed");

        assertThat(get("api/events?channel=orders").body()).contains("placed").doesNotContain("secret", "payload");
        assertThat(get("api/parked?channel=orders").body()).contains("placed").doesNotContain("secret", "payload");
    }

    @Test
    void aParkedEventIsRedrivenInTheNameOfWhoAsks() throws Exception {
        orders.park("placed", "boop", "failed");

        var answer = post("api/redrive?channel=orders", "{\"ids\":[\"parked-0\",\"other\"]}", ofThePage());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"done\":1}");
        assertThat(orders.done)
                .containsExactly(
                        "the user of the loopback port redrives parked-0",
                        "the user of the loopback port redrives other");
    }

    @Test
    void aParkedEventIsDiscardedWithAReason() throws Exception {
        orders.park("placed", "boop", "failed");

        var answer = post("api/discard?channel=orders", "{\"ids\":[\"parked-0\"],\"reason\":\"gone\"}", ofThePage());

        assertThat(answer.body()).isEqualTo("{\"done\":1}");
        assertThat(orders.done).containsExactly("the user of the loopback port discards parked-0: gone");
    }

    @Test
    void anotherPageInTheBrowserCanDoNothing() throws Exception {
        var body = "{\"ids\":[\"parked-0\"],\"reason\":\"gone\"}";
        var foreign = new String[] {"Origin", "http://127.0.0.1:1", "Content-Type", "application/json"};
        var form = new String[] {ofThePage()[0], ofThePage()[1], "Content-Type", "text/plain"};

        var crossSite = new String[] {
            ofThePage()[0], ofThePage()[1], "Sec-Fetch-Site", "cross-site", "Content-Type", "application/json"
        };

        assertThat(post("api/redrive?channel=orders", body).statusCode()).isEqualTo(403);
        assertThat(post("api/redrive?channel=orders", body, crossSite).statusCode())
                .isEqualTo(403);
        assertThat(post("api/redrive?channel=orders", body, foreign).statusCode())
                .isEqualTo(403);
        assertThat(post("api/discard?channel=orders", body, form).statusCode()).isEqualTo(403);
        assertThat(get("api/discard?channel=orders").statusCode()).isEqualTo(405);
        assertThat(orders.done).isEmpty();
    }

    @Test
    void behindAProxyThePageIsKnownByWhatTheBrowserSays() throws Exception {
        orders.park("placed", "boop", "failed");
        var headers = new String[] {
            "Origin", "https://shop.example.com", "Sec-Fetch-Site", "same-origin", "Content-Type", "application/json"
        };

        assertThat(post("api/redrive?channel=orders", "{\"ids\":[\"parked-0\"]}", headers)
                        .statusCode())
                .isEqualTo(200);
        assertThat(orders.done).hasSize(1);
    }

    @Test
    void actionsAreRefusedUnlessTheyAreSwitchedOn() throws Exception {
        openAnew(true, false);

        var answer = post("api/redrive?channel=orders", "{\"ids\":[\"parked-0\"]}", ofThePage());

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("rethink.emitter.page.actions=true");
        assertThat(orders.done).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{}", "{\"ids\":[]}", "{\"ids\":\"parked-0\"}", "{\"ids\":["})
    void aBodyThatIsWrongIsRefused(String body) throws Exception {
        assertThat(post("api/redrive?channel=orders", body, ofThePage()).statusCode())
                .isEqualTo(400);
        assertThat(orders.done).isEmpty();
    }

    @Test
    void whatIsNotThereIsSaid() throws Exception {
        assertThat(get("api/stored?channel=audit").statusCode()).isEqualTo(404);
        assertThat(get("api/nothing").statusCode()).isEqualTo(404);
        assertThat(get("Page.class").statusCode()).isEqualTo(404);
        assertThat(get("api/events?channel=orders&from=yesterday").statusCode()).isEqualTo(400);
        assertThat(get("api/events?channel=orders&most=many").statusCode()).isEqualTo(400);
        orders.databaseAway = true;
        assertThat(get("api/stored?channel=orders").body()).isEqualTo("{\"error\":\"RTH0000 the database is away\"}");
    }

    @Test
    void theStateOfTheChannelsComesWithItsTimeWhileTheDatabaseIsAway() throws Exception {
        orders.databaseAway = true;
        long before = TimeUnit.NANOSECONDS.toMillis(System.nanoTime());

        var answer = get("api/status").body();

        assertThat(answer).contains("\"channels\":[{\"channel\":\"orders\"", "\"state\":\"CONNECTED\"");
        assertThat(Long.parseLong(answer.replaceAll("^\\{\"millis\":(\\d+),.*", "$1")))
                .isBetween(before, TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
    }

    @Test
    void viewersThatDoNotReadHoldUpNobody() throws Exception {
        List<Socket> viewers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            var viewer = new Socket(
                    InetAddress.getLoopbackAddress(), URI.create(address()).getPort());
            for (int j = 0; j < 100; j++) {
                viewer.getOutputStream().write(statusRequest());
            }
            viewers.add(viewer);
        }

        assertThat(get("api/status").statusCode()).isEqualTo(200);
        assertThat(get("api/stored?channel=orders").statusCode()).isEqualTo(200);

        for (var viewer : viewers) {
            viewer.close();
        }
        assertThat(get("api/status").statusCode()).isEqualTo(200);
    }

    private byte[] statusRequest() {
        return ("GET /api/status HTTP/1.1\r\nHost: 127.0.0.1:"
                        + URI.create(address()).getPort() + "\r\nCookie: " + cookie() + "\r\n\r\n")
                .getBytes(UTF_8);
    }

    @Test
    void theEndOfTheApplicationEndsThePort() {
        port.close();

        await().atMost(PATIENCE)
                .until(() -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().startsWith("rethink-emitter-page")));
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> get("")).isInstanceOf(java.io.IOException.class);
    }
}
