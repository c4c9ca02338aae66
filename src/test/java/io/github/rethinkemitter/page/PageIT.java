package io.github.rethinkemitter.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.rethinkemitter.ParkedQuery;
import io.github.rethinkemitter.contract.TestApplication;
import io.github.rethinkemitter.internal.config.PageSettings;
import io.github.rethinkemitter.support.browser.Browser;
import io.github.rethinkemitter.support.server.ContractTest;
import io.github.rethinkemitter.support.server.TestDb;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The page of an application, in a browser. */
@ContractTest
@Timeout(180)
class PageIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static void awaitText(Browser browser, String selector, String text) {
        await().atMost(PATIENCE).until(() -> browser.text(selector), found -> found.contains(text));
    }

    private static LoopbackPort open(TestApplication application) throws IOException {
        var services = new Page.Services(application.status(), application.parkedEvents(), application.timeline());
        var port = new LoopbackPort(
                new PageHandler(new Page(Map.of("", services), new PageSettings("", freePort(), true, true))));
        port.open();
        return port;
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Test
    void itShowsWhatTheApplicationDoesAndRedrivesWhatItFailedOn(TestDb db) throws Exception {
        var fails = new AtomicBoolean(true);
        try (var application = TestApplication.on(db)
                .with("subscriber", "web-1")
                .with("observer.max-attempts", 1)
                .observing("order.*", String.class, item -> {
                    if (fails.get() && item.contains("lamp")) {
                        throw new IllegalStateException("no more lamps");
                    }
                })
                .connected()) {
            var port = open(application);
            try (var browser = Browser.start(1280, 1000)) {
                browser.open(port.address());
                awaitText(browser, "#link", "connected");

                application.emitter().withKey("customer-7").trigger("order.placed", "blue lamp");
                application
                        .emitter()
                        .trigger("order.placed", "red chair")
                        .toCompletableFuture()
                        .get();

                awaitText(browser, "#events", "blue lamp");
                awaitText(browser, "#events", "red chair");
                awaitText(browser, "#observers", "2");
                browser.click("#refresh");
                awaitText(browser, "#causes", "no more lamps");
                awaitText(browser, "#positions", "web-1");
                browser.screenshot(Path.of("target", "page", "page-" + db.name() + ".png"));

                fails.set(false);
                browser.click("#causes summary button");
                browser.click("#askYes");

                await().atMost(PATIENCE).until(() -> application.parkedEvents().count(ParkedQuery.all()) == 0);
                browser.click("#refresh");
                awaitText(browser, "#noParked", "Nothing is parked.");
            } finally {
                port.close();
            }
        }
    }

    @Test
    void itSaysThatTheDatabaseIsAwayAndThatItIsBack(TestDb db) throws Exception {
        try (var application = TestApplication.on(db)
                .observing("order.*", String.class, item -> {})
                .connected()) {
            var port = open(application);
            try (var browser = Browser.start(1280, 1000)) {
                browser.open(port.address());
                awaitText(browser, "#link", "connected");

                db.server().kill();
                awaitText(browser, "#link", "interrupted");
                assertThat(browser.text("#problems")).contains("has been interrupted since");

                db.server().restart();
                awaitText(browser, "#link", "connected");
            } finally {
                port.close();
            }
        }
    }
}
