package io.github.rethinkemitter.page;

import static org.awaitility.Awaitility.await;

import io.github.rethinkemitter.EmitterOptions;
import io.github.rethinkemitter.contract.TestApplication;
import io.github.rethinkemitter.embedded.EmbeddedRethinkDb;
import io.github.rethinkemitter.internal.config.PageSettings;
import io.github.rethinkemitter.support.browser.Browser;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Takes the pictures of the page for the documentation, into the directory that {@code -Dpage.pictures=docs} names. */
@EnabledIfSystemProperty(named = "page.pictures", matches = ".+")
class PagePicturesIT {

    /** The plots are this long. */
    private static final Duration UNTIL_PLOTS_ARE_FULL = Duration.ofSeconds(125);

    private static final int TENTHS = 100; // ms
    private static final String ORDER = "com.example.shop.Order";

    private final Path directory = Path.of(System.getProperty("page.pictures", ""));

    @Test
    void picturesOfABusyShop() throws Exception {
        try (var database = EmbeddedRethinkDb.start();
                var shop = TestApplication.of(EmitterOptions.of(database.uri()))
                        .with("subscriber", "shop-1")
                        .with("observer.max-attempts", 1)
                        .observing("com.example.shop.Stock.count(" + ORDER + ")", "order.*", Map.class, order -> {})
                        .observing("com.example.shop.Dashboard.show(RethinkEvent)", "**", Object.class, event -> {})
                        .observing(
                                "com.example.shop.Invoices.write(" + ORDER + ")", "order.shipped", Map.class, order -> {
                                    if (order.get("id") instanceof Number id && id.longValue() % 97 == 0) {
                                        throw new IllegalStateException(
                                                "there is no address of " + order.get("customer"));
                                    }
                                })
                        .observing("com.example.shop.Mails.send(Mail)", "mail.requested", Map.class, mail -> {
                            if (String.valueOf(mail.get("to")).endsWith("7@example.com")) {
                                throw new java.io.UncheckedIOException(
                                        new java.io.IOException("mail.example.com does not answer"));
                            }
                        })
                        .connected();
                var wide = Browser.start(1280, 1180);
                var narrow = Browser.start(400, 1560)) {
            var services = new Page.Services(shop.status(), shop.parkedEvents(), shop.timeline());
            var port = new LoopbackPort(
                    new PageHandler(new Page(Map.of("", services), new PageSettings("", freePort(), true, true))));
            port.open();
            var customers = Executors.newSingleThreadScheduledExecutor();
            try {
                buy(shop, customers);
                wide.open(port.address());
                narrow.open(port.address());
                await().timeout(UNTIL_PLOTS_ARE_FULL.plusSeconds(60))
                        .pollDelay(UNTIL_PLOTS_ARE_FULL)
                        .until(() -> wide.text("#causes").contains("there is no address"));

                wide.screenshot(directory.resolve("page.png"));
                narrow.screenshot(directory.resolve("page-narrow.png"));
                wide.preferDark();
                narrow.preferDark();
                await().pollDelay(Duration.ofSeconds(2)).until(() -> true); // the plots are drawn anew
                wide.screenshot(Path.of("target", "page", "page-dark.png"));
                narrow.screenshot(Path.of("target", "page", "page-narrow-dark.png"));
            } finally {
                customers.shutdownNow();
                port.close();
            }
        }
    }

    private static int freePort() throws Exception {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Customers come in waves, and sometimes all at once. */
    private static void buy(TestApplication shop, ScheduledExecutorService customers) {
        var ticks = new AtomicInteger();
        var ids = new AtomicInteger();
        var unused = customers.scheduleAtFixedRate(
                () -> {
                    int tick = ticks.incrementAndGet();
                    double wave = 1.5 + Math.sin(tick / 60.0) + 0.5 * Math.sin(tick / 17.0);
                    int orders = (int) Math.round(wave * (tick % 230 < 12 ? 6 : 1) * ((tick * 7919) % 5) / 4.0);
                    for (int i = 0; i < orders; i++) {
                        buy(shop, ids.incrementAndGet());
                    }
                },
                0,
                TENTHS,
                TimeUnit.MILLISECONDS);
    }

    private static void buy(TestApplication shop, int id) {
        var customer = "customer-" + id % 41;
        var emitter = shop.emitter().withKey(customer);
        var order = Map.of(
                "id",
                1000 + id,
                "customer",
                customer,
                "item",
                id % 3 == 0 ? "blue lamp" : "red chair",
                "pieces",
                1 + id % 4);
        emitter.trigger("order.placed", order);
        if (id % 2 == 0) {
            emitter.trigger("order.shipped", order);
        }
        if (id % 5 == 0) {
            emitter.trigger("customer.changed", Map.of("name", customer, "city", id % 2 == 0 ? "Graz" : "Bern"));
        }
        if (id % 160 == 7) {
            emitter.trigger("mail.requested", Map.of("to", customer + "7@example.com", "text", "Your order " + id));
        }
        if (id % 23 == 0) {
            shop.emitter().trigger("stock.low", "blue lamp");
        }
    }
}
