package io.github.rethinkemitter.page;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The open port of {@link LoopbackPort}, with the JDK's own HTTP server. Some servers hide that from applications, so no other class
 * names it.
 */
final class LoopbackServer implements AutoCloseable {

    private static final int THREADS = 12; // more than queries at once: some may wait for a viewer that does not read
    private static final int TOKEN_BYTES = 32;
    private static final String TOKEN = "token";

    private final PageHandler handler;
    private final String token;
    private final HttpServer server;
    private final ExecutorService threads;

    private LoopbackServer(PageHandler handler, HttpServer server) {
        this.handler = handler;
        this.server = server;
        var random = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(random);
        token = HexFormat.of().formatHex(random);
        threads = Executors.newFixedThreadPool(THREADS, task -> {
            var thread = new Thread(task, "rethink-emitter-page");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** @param port 0 for any free one */
    static LoopbackServer open(PageHandler handler, int port) throws IOException {
        var http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        var opened = new LoopbackServer(handler, http);
        http.setExecutor(opened.threads);
        http.createContext("/", opened::handle);
        http.start();
        return opened;
    }

    /** With the token. */
    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/?" + TOKEN + "=" + token;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange http) {
        try (http) {
            var exchange = new LoopbackExchange(http);
            if (!isOfThisMachine(http)) {
                PageHandler.refuse(exchange, 403);
            } else if (isToken(exchange.parameter(TOKEN).orElse(""))) {
                http.getResponseHeaders()
                        .set("Set-Cookie", cookieName(http) + "=" + token + "; HttpOnly; SameSite=Strict; Path=/");
                http.getResponseHeaders().set("Location", "/");
                PageHandler.refuse(exchange, 303);
            } else if (isToken(cookie(http))) {
                handler.handle(exchange, "the user of the loopback port");
            } else {
                PageHandler.refuse(exchange, 401);
            }
        } catch (IOException e) {
            // The viewer has gone.
        } catch (RuntimeException | Error e) {
            Log.failed(e);
        }
    }

    /** Whether the browser asks for this machine. Another name may have been made to lead here by somebody else's DNS. */
    private static boolean isOfThisMachine(HttpExchange http) {
        int port = http.getLocalAddress().getPort();
        var host = http.getRequestHeaders().getFirst("Host");
        return List.of("127.0.0.1:" + port, "localhost:" + port, "[::1]:" + port)
                .contains(host);
    }

    // Takes as long for a wrong token as for the right one.
    private boolean isToken(String text) {
        return MessageDigest.isEqual(text.getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8));
    }

    // Cookies belong to a host and not to a port: two applications on one machine must not take each other's.
    private static String cookieName(HttpExchange http) {
        return "rethink-emitter-" + http.getLocalAddress().getPort();
    }

    private static String cookie(HttpExchange http) {
        var all = http.getRequestHeaders().getOrDefault("Cookie", List.of());
        var start = cookieName(http) + "=";
        return all.stream()
                .flatMap(header -> Arrays.stream(header.split(";")))
                .map(String::strip)
                .filter(one -> one.startsWith(start))
                .map(one -> one.substring(start.length()))
                .findFirst()
                .orElse("");
    }

    private record LoopbackExchange(HttpExchange http) implements PageExchange {

        @Override
        public String method() {
            return http.getRequestMethod();
        }

        @Override
        public String path() {
            return http.getRequestURI().getPath().substring(1);
        }

        @Override
        public Optional<String> parameter(String name) {
            var query = http.getRequestURI().getRawQuery();
            return query == null
                    ? Optional.empty()
                    : Arrays.stream(query.split("&"))
                            .filter(one -> one.startsWith(name + "="))
                            .map(one -> URLDecoder.decode(one.substring(name.length() + 1), StandardCharsets.UTF_8))
                            .findFirst();
        }

        @Override
        public Optional<String> header(String name) {
            return Optional.ofNullable(http.getRequestHeaders().getFirst(name));
        }

        @Override
        public String origin() {
            return "http://" + http.getRequestHeaders().getFirst("Host");
        }

        @Override
        public byte[] body(int longest) throws IOException {
            return http.getRequestBody().readNBytes(longest);
        }

        @Override
        public void setHeader(String name, String value) {
            http.getResponseHeaders().set(name, value);
        }

        @Override
        public OutputStream answer(int status) throws IOException {
            http.sendResponseHeaders(status, 0);
            return http.getResponseBody();
        }
    }
}
