package io.github.rethinkemitter.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.rethinkemitter.support.browser.Browser;
import java.time.Duration;

/** Looks at the page in a browser. The test is skipped where there is none. */
record Viewer(Browser browser) implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

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

    /** Shows only events with this text. */
    void filter(String text) {
        browser.run("const filter = document.querySelector('#filter'); filter.value = '" + text
                + "'; filter.dispatchEvent(new Event('input'))");
    }

    /** The live tail grows, can be filtered, and an event that was parked is redriven, which succeeds. */
    void checkTailAndRedrive(Runnable opensShopForAda) {
        awaitText("#link", "connected");

        opensShopForAda.run();

        awaitText("#events", "order.placed");
        awaitText("#events", "attempts");
        filter("NUMBER 42");
        assertThat(browser.text("#events")).contains("number").doesNotContain("order", "attempts");

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
