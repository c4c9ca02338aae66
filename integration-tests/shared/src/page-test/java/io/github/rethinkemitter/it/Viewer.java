package io.github.rethinkemitter.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.rethinkemitter.support.browser.Browser;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Looks at the page in a browser. The test is skipped where there is none. */
record Viewer(Browser browser) implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private static final Pattern ADDRESS =
            Pattern.compile("RTH0901 .*(http://127\\.0\\.0\\.1:\\d+/)\\?(token=[0-9a-f]+)");

    /** Where the page is on a port of this machine. The token opens it. */
    record Address(String page, String token) {

        /** Waits until the log tells it. */
        static Address in(Supplier<List<String>> log) {
            return await("RTH0901")
                    .atMost(TIMEOUT)
                    .until(() -> find(log.get()), Optional::isPresent)
                    .orElseThrow();
        }

        private static Optional<Address> find(List<String> log) {
            return log.stream()
                    .map(ADDRESS::matcher)
                    .filter(Matcher::find)
                    .map(found -> new Address(found.group(1), found.group(2)))
                    .findFirst();
        }

        String withToken() {
            return page + "?" + token;
        }

        /** Whoever has no token, or another one, is refused and told nothing. */
        void checkThatItIsClosed() throws IOException {
            for (String path : List.of("", "page.js", "api/page", "api/status", "api/stored?channel=", "?token=00")) {
                var connection =
                        (HttpURLConnection) URI.create(page + path).toURL().openConnection();
                connection.setRequestProperty("Connection", "close"); // a kept connection keeps a thread
                assertThat(connection.getResponseCode()).as(path).isEqualTo(401);
                assertThat(connection.getErrorStream())
                        .satisfiesAnyOf(
                                none -> assertThat(none).isNull(),
                                empty -> assertThat(empty).isEmpty());
            }
        }
    }

    static Viewer of(String address) {
        var browser = Browser.start(1280, 1000);
        browser.open(address);
        return new Viewer(browser);
    }

    void awaitText(String selector, String text) {
        await(selector + " has \"" + text + "\"")
                .atMost(TIMEOUT)
                .untilAsserted(() -> assertThat(browser.text(selector)).contains(text));
    }

    void awaitConnected() {
        awaitText("#link", "connected · ");
    }

    /** Shows only events with this text. */
    void filter(String text) {
        browser.run("const filter = document.querySelector('#filter'); filter.value = '" + text
                + "'; filter.dispatchEvent(new Event('input'))");
    }

    /** The live tail grows, can be filtered, and an event that was parked is redriven, which succeeds. */
    void checkTailAndRedrive(Runnable opensShopForAda) {
        awaitConnected();

        opensShopForAda.run();

        awaitText("#events", "order.placed");
        awaitText("#events", "attempts");
        filter("ADA JSON");
        assertThat(browser.text("#events")).contains("json").doesNotContain("order", "attempts");

        awaitParked("fails until it is redriven");
        browser.click("#causes summary button");
        awaitText("#askTitle", "Redrive 1 event?");
        browser.click("#askYes");

        awaitParked("Nothing is parked.");
    }

    // The page asks for parked events every ten seconds. Nobody wants to wait for that.
    private void awaitParked(String text) {
        await("parked has \"" + text + "\"").atMost(TIMEOUT).untilAsserted(() -> {
            browser.click("#refresh");
            assertThat(browser.text("#parked")).contains(text);
        });
    }

    @Override
    public void close() {
        browser.close();
    }
}
