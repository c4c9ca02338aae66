package io.github.rethinkemitter.support.browser;

import static org.awaitility.Awaitility.await;

import io.github.rethinkemitter.support.TemporaryDirectories;
import io.github.rethinkemitter.support.process.ChildProcess;
import io.github.rethinkemitter.support.process.Commands;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.opentest4j.TestAbortedException;

/**
 * Chromium without a screen, driven by the W3C WebDriver protocol through {@code chromedriver}. The test is skipped, with a message, where
 * the two are missing. There are libraries for this, whose dependencies contradict those of this library's tests.
 */
public final class Browser implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern PORT = Pattern.compile("started successfully on port (\\d+)");

    private final ChildProcess driver;
    private final Path directory;
    private final String driverAddress;
    private final String session;

    private Browser(ChildProcess driver, Path directory, String chromium, int width, int height) {
        this.driver = driver;
        this.directory = directory;
        this.driverAddress = "http://127.0.0.1:" + port(driver);
        var options = Json.createObjectBuilder()
                .add("binary", chromium)
                .add(
                        "args",
                        Json.createArrayBuilder(List.of(
                                "--headless=new",
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-dev-shm-usage",
                                "--hide-scrollbars",
                                "--window-size=" + width + "," + height)));
        if (width < 500) { // windows cannot be narrower
            options.add(
                    "mobileEmulation",
                    Json.createObjectBuilder()
                            .add(
                                    "deviceMetrics",
                                    Json.createObjectBuilder()
                                            .add("width", width)
                                            .add("height", height)
                                            .add("pixelRatio", 1.0)));
        }
        var capabilities = Json.createObjectBuilder()
                .add(
                        "capabilities",
                        Json.createObjectBuilder()
                                .add(
                                        "alwaysMatch",
                                        Json.createObjectBuilder()
                                                .add("browserName", "chrome")
                                                .add("goog:chromeOptions", options)))
                .build();
        this.session = "/session/"
                + ask("POST", "/session", capabilities).asJsonObject().getString("sessionId");
    }

    /** Starts a browser with a window of this size. */
    public static Browser start(int width, int height) {
        String chromium = required("chromium");
        String chromedriver = required("chromedriver");
        // Browser and driver leave files in their temporary directory.
        var directory = TemporaryDirectories.create("browser-");
        var driver = ChildProcess.start(
                "chromedriver", List.of(chromedriver, "--port=0"), directory, Map.of("TMPDIR", directory.toString()));
        try {
            return new Browser(driver, directory, chromium, width, height);
        } catch (RuntimeException e) {
            end(driver, directory);
            throw e;
        }
    }

    private static String required(String command) {
        return Commands.find(command)
                .orElseThrow(
                        () -> new TestAbortedException(command + " is not on the PATH: the page is not looked at"));
    }

    private static String port(ChildProcess driver) {
        await().atMost(PATIENCE)
                .until(() -> driver.lines().stream()
                        .anyMatch(line -> PORT.matcher(line).find()));
        return driver.lines().stream()
                .map(PORT::matcher)
                .filter(java.util.regex.Matcher::find)
                .map(found -> found.group(1))
                .findFirst()
                .orElseThrow();
    }

    /** Goes to an address. */
    public void open(String address) {
        ask(
                "POST",
                session + "/url",
                Json.createObjectBuilder().add("url", address).build());
    }

    /** Says to pages that the user prefers dark ones. */
    public void preferDark() {
        var feature =
                Json.createObjectBuilder().add("name", "prefers-color-scheme").add("value", "dark");
        ask(
                "POST",
                session + "/goog/cdp/execute",
                Json.createObjectBuilder()
                        .add("cmd", "Emulation.setEmulatedMedia")
                        .add(
                                "params",
                                Json.createObjectBuilder()
                                        .add(
                                                "features",
                                                Json.createArrayBuilder().add(feature)))
                        .build());
    }

    /** Runs the body of a function in the page, and returns what that returns. */
    public JsonValue run(String script) {
        return ask(
                "POST",
                session + "/execute/sync",
                Json.createObjectBuilder()
                        .add("script", script)
                        .add("args", JsonValue.EMPTY_JSON_ARRAY)
                        .build());
    }

    /** The text of an element that people see; empty when there is no such element. */
    public String text(String selector) {
        return run("return document.querySelector('" + selector + "')?.innerText ?? ''")
                .toString();
    }

    /** Clicks an element as a script does. */
    public void click(String selector) {
        run("document.querySelector('" + selector + "').click()");
    }

    /** Writes what the window shows into a PNG file. */
    public void screenshot(Path file) throws IOException {
        var text = ask("GET", session + "/screenshot", null);
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.write(file, Base64.getDecoder().decode(((jakarta.json.JsonString) text).getString()));
    }

    private JsonValue ask(String method, String path, @Nullable JsonObject body) {
        try {
            var connection =
                    (HttpURLConnection) URI.create(driverAddress + path).toURL().openConnection();
            connection.setRequestMethod(method);
            connection.setRequestProperty("Connection", "close"); // a kept connection keeps a thread
            connection.setReadTimeout((int) PATIENCE.toMillis());
            if (body != null) {
                connection.setDoOutput(true);
                connection.setRequestProperty("Content-Type", "application/json");
                connection.getOutputStream().write(body.toString().getBytes(StandardCharsets.UTF_8));
            }
            boolean good = connection.getResponseCode() == HttpURLConnection.HTTP_OK;
            try (var in = good ? connection.getInputStream() : connection.getErrorStream();
                    var reader = Json.createReader(in)) {
                var value = reader.readObject().get("value");
                if (!good) {
                    throw new IllegalStateException(method + " " + path + ": " + value);
                }
                return value;
            }
        } catch (IOException e) {
            throw new IllegalStateException("the browser does not answer: " + driver.lines(), e);
        }
    }

    @Override
    public void close() {
        try {
            ask("DELETE", session, null);
        } finally {
            end(driver, directory);
        }
    }

    // A process of the browser that is still ending may write once more.
    private static void end(ChildProcess driver, Path directory) {
        driver.close();
        await().atMost(PATIENCE).ignoreException(UncheckedIOException.class).until(() -> {
            TemporaryDirectories.delete(directory);
            return !Files.exists(directory);
        });
    }
}
