package io.github.rethinkemitter.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.rethinkemitter.internal.config.PageSettings;
import io.github.rethinkemitter.support.browser.Browser;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PageInBrowserTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String SCRIPT =
            "<img src=x onerror=\"document.title='hacked'\"><script>document.title='hacked'</script>";

    private final FakeChannel orders = new FakeChannel("");
    private final LoopbackPort port = new LoopbackPort(
            new PageHandler(new Page(Map.of("", orders.services()), new PageSettings("", freePort(), true, true))));

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @AfterEach
    void close() {
        port.close();
    }

    private Browser opened(int width) {
        port.open();
        var browser = Browser.start(width, 1000);
        browser.open(port.address());
        return browser;
    }

    private static void awaitText(Browser browser, String selector, String text) {
        await().atMost(PATIENCE).until(() -> browser.text(selector), found -> found.contains(text));
    }

    @Test
    void eventsAppearAsTheyAreStored() {
        orders.store("placed", "before");
        try (var browser = opened(1280)) {
            awaitText(browser, "#events", "before");
            awaitText(browser, "#link", "connected");

            orders.store("shipped", "afterwards");
            awaitText(browser, "#events", "afterwards");

            assertThat(browser.run("return document.querySelectorAll('#events tr').length"))
                    .hasToString("2");
        }
    }

    @Test
    void theFilterShowsWhatMatchesAllOfItsWords() {
        orders.store("placed", "blue lamp");
        orders.store("placed", "red lamp");
        orders.store("shipped", "blue chair");
        try (var browser = opened(1280)) {
            awaitText(browser, "#events", "chair");

            browser.run("const filter = document.querySelector('#filter'); filter.value = 'LAMP blue';"
                    + " filter.dispatchEvent(new Event('input'))");

            assertThat(browser.text("#events")).contains("blue lamp").doesNotContain("red", "chair");
        }
    }

    @Test
    void whatIsPausedWaitsUntilItGoesOn() {
        orders.store("placed", "first");
        try (var browser = opened(1280)) {
            awaitText(browser, "#events", "first");
            browser.click("#pause");

            orders.store("placed", "second");
            awaitText(browser, "#pause", "Resume (1)");
            assertThat(browser.text("#events")).doesNotContain("second");

            browser.click("#pause");
            assertThat(browser.text("#events")).contains("second");
        }
    }

    @Test
    void aParkedEventIsRedrivenAndVanishes() {
        orders.park("placed", "boop", "out of stock");
        try (var browser = opened(1280)) {
            awaitText(browser, "#causes", "out of stock");

            browser.click("#causes summary button");
            awaitText(browser, "#askTitle", "Redrive 1 event?");
            browser.click("#askYes");

            awaitText(browser, "#noParked", "Nothing is parked.");
            assertThat(orders.done).containsExactly("the user of the loopback port redrives parked-0");
        }
    }

    @Test
    void htmlAndScriptsOfEventsAreShownAsText() {
        orders.store(SCRIPT, SCRIPT);
        orders.park(SCRIPT, SCRIPT, SCRIPT);
        try (var browser = opened(1280)) {
            awaitText(browser, "#events", "onerror");
            awaitText(browser, "#causes", "onerror");

            assertThat(browser.run("return document.title")).hasToString("\"Rethink Emitter\"");
            assertThat(browser.run("return document.querySelectorAll('main img, #parked img, td script').length"))
                    .hasToString("0");
        }
    }

    @Test
    void itFitsAPhone() {
        orders.store("customer.changed", Map.of("text", "a long text ".repeat(50)));
        orders.park("customer.changed", "boop ".repeat(50), "out of stock ".repeat(20));
        try (var browser = opened(400)) {
            awaitText(browser, "#events", "a long text");
            awaitText(browser, "#causes", "out of stock");

            assertThat(browser.run("return document.documentElement.scrollWidth"))
                    .hasToString("400");
        }
    }

    @Test
    void itSaysThatTheServerHasGone() {
        try (var browser = opened(1280)) {
            awaitText(browser, "#link", "connected");

            port.close();

            awaitText(browser, "#link", "not connected");
        }
    }
}
