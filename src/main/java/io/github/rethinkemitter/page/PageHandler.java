package io.github.rethinkemitter.page;

import io.github.rethinkemitter.EmitterException;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Answers the requests of those who may see the page. Safe for use by many threads. */
@PageBean
class PageHandler {

    private static final int QUERIES_AT_ONCE = 8;
    private static final int LONGEST_BODY = 64 * 1024;

    /** Everything that the page is made of comes from this server, and nobody may show it inside of another page. */
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
            + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final Map<String, String> FILES = Map.of(
            "page.html", "text/html; charset=utf-8",
            "page.css", "text/css; charset=utf-8",
            "page.js", "text/javascript; charset=utf-8",
            "icon.svg", "image/svg+xml");

    private final Page page;
    private final PageJson json;
    private final Semaphore queries = new Semaphore(QUERIES_AT_ONCE);

    @Inject
    PageHandler(Page page) {
        this.page = page;
        this.json = new PageJson(page.settings().payloads());
    }

    Page page() {
        return page;
    }

    /** Answers to somebody who may not see the page, and tells nothing. */
    static void refuse(PageExchange exchange, int status) throws IOException {
        setHeaders(exchange);
        exchange.answer(status).close();
    }

    /**
     * Answers.
     *
     * @param user who asks, for logs and for what is redriven and discarded
     */
    void handle(PageExchange exchange, String user) throws IOException {
        setHeaders(exchange);
        try {
            var path = exchange.path();
            if (path.startsWith("api/")) {
                send(exchange, 200, api(exchange, path.substring("api/".length()), user));
            } else {
                requireMethod(exchange, "GET");
                file(exchange, path.isEmpty() ? "page.html" : path);
            }
        } catch (PageRefusal refusal) {
            sendError(exchange, refusal.status(), String.valueOf(refusal.getMessage()));
        } catch (IllegalArgumentException e) {
            sendError(exchange, 400, String.valueOf(e.getMessage()));
        } catch (EmitterException e) {
            sendError(exchange, 503, String.valueOf(e.getMessage()));
        }
    }

    private static void setHeaders(PageExchange exchange) {
        exchange.setHeader("Content-Security-Policy", POLICY);
        exchange.setHeader("X-Content-Type-Options", "nosniff");
        exchange.setHeader("Referrer-Policy", "no-referrer");
        exchange.setHeader("Cross-Origin-Resource-Policy", "same-origin");
        exchange.setHeader("Cache-Control", "no-store");
    }

    private static void requireMethod(PageExchange exchange, String method) throws PageRefusal {
        if (!exchange.method().equals(method)) {
            throw new PageRefusal(405, "use " + method);
        }
    }

    private static void file(PageExchange exchange, String name) throws IOException, PageRefusal {
        var type = FILES.get(name);
        if (type == null) {
            throw new PageRefusal(404, "there is no such page");
        }
        try (var in = PageHandler.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new PageRefusal(404, "there is no " + name + " in the page's jar");
            }
            exchange.setHeader("Content-Type", type);
            try (var out = exchange.answer(200)) {
                in.transferTo(out);
            }
        }
    }

    // Answers

    private JsonValue api(PageExchange exchange, String call, String user) throws IOException, PageRefusal {
        boolean action = call.equals("redrive") || call.equals("discard");
        requireMethod(exchange, action ? "POST" : "GET");
        if (call.equals("page")) {
            return Json.createObjectBuilder()
                    .add("channels", Json.createArrayBuilder(page.channels()))
                    .add("payloads", page.settings().payloads())
                    .add("actions", page.settings().actions())
                    .add("user", user)
                    .build();
        }
        if (call.equals("status")) {
            return Json.createObjectBuilder()
                    .add("millis", TimeUnit.NANOSECONDS.toMillis(System.nanoTime())) // since any time, for rates
                    .add("channels", PageJson.statuses(page.now()))
                    .build();
        }
        if (!queries.tryAcquire()) {
            throw new PageRefusal(503, "too many ask the database by this page at once; ask again in a moment");
        }
        try {
            var channel = exchange.parameter("channel").orElse("");
            return switch (call) {
                case "stored" -> PageJson.stored(page.stored(channel));
                case "parked" -> json.parked(page.parked(channel));
                case "events" ->
                    json.events(page.newest(channel, from(exchange), number(exchange, "most", Page.MOST_EVENTS)));
                case "redrive" -> {
                    var body = action(exchange);
                    yield done(page.redrive(channel, ids(body), user));
                }
                case "discard" -> {
                    var body = action(exchange);
                    yield done(page.discard(channel, ids(body), body.getString("reason", ""), user));
                }
                default -> throw new PageRefusal(404, "there is no such call");
            };
        } finally {
            queries.release();
        }
    }

    private static Instant from(PageExchange exchange) {
        try {
            return exchange.parameter("from").map(Instant::parse).orElse(Instant.EPOCH);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("from is no time such as 2026-01-31T08:00:00Z", e);
        }
    }

    private static int number(PageExchange exchange, String name, int most) {
        int number = exchange.parameter(name).map(Integer::parseInt).orElse(most);
        return Math.max(1, Math.min(most, number));
    }

    /** What is to be done, after it was made sure that this page asks for it, and not another one in the same browser. */
    private JsonObject action(PageExchange exchange) throws IOException, PageRefusal {
        if (!page.settings().actions()) {
            throw new PageRefusal(403, "actions are off. Set rethink.emitter.page.actions=true");
        }
        // Browsers say it themselves. Those that do not send the origin, which is another one behind a proxy with TLS.
        boolean own = exchange.header("Sec-Fetch-Site")
                .map("same-origin"::equals)
                .orElseGet(() -> exchange.header("Origin").orElse("").equals(exchange.origin()));
        var type = exchange.header("Content-Type").orElse("");
        if (!own || !type.startsWith("application/json")) {
            throw new PageRefusal(403, "only the page itself may ask for this");
        }
        try (var reader = Json.createReader(new ByteArrayInputStream(exchange.body(LONGEST_BODY)))) {
            return reader.readObject();
        } catch (JsonException e) {
            throw new PageRefusal(400, "the body is no JSON object");
        }
    }

    private static List<String> ids(JsonObject body) throws PageRefusal {
        if (!(body.get("ids") instanceof JsonArray ids) || ids.isEmpty() || ids.size() > Page.MOST_PARKED) {
            throw new PageRefusal(400, "name 1 to " + Page.MOST_PARKED + " ids");
        }
        return ids.stream()
                .map(id -> id instanceof JsonString text ? text.getString() : id.toString())
                .toList();
    }

    private static JsonValue done(int count) {
        return Json.createObjectBuilder().add("done", count).build();
    }

    private static void sendError(PageExchange exchange, int status, String message) throws IOException {
        send(exchange, status, Json.createObjectBuilder().add("error", message).build());
    }

    private static void send(PageExchange exchange, int status, JsonValue answer) throws IOException {
        exchange.setHeader("Content-Type", "application/json; charset=utf-8");
        try (var out = exchange.answer(status)) {
            out.write(answer.toString().getBytes(StandardCharsets.UTF_8));
        }
    }
}
