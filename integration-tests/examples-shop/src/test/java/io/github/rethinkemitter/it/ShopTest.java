package io.github.rethinkemitter.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.rethinkemitter.support.browser.Browser;
import io.github.rethinkemitter.support.process.ChildProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Does what the README of the examples says, with two browsers. The environment variable {@code EXAMPLES_SERVERS} names other servers
 * than WildFly and Quarkus, with blanks between them. Skipped where there is no browser.
 */
class ShopTest {

    private static final Path EXAMPLES =
            Path.of(System.getProperty("it.examples")).normalize();
    // Long enough to fetch a server, and to start two of them on two busy cores.
    private static final Duration READY = Duration.ofMinutes(8);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern SHOP = Pattern.compile("http://127\\.0\\.0\\.1:\\d+/(shop/)?");
    private static final Pattern PAGE = Pattern.compile("http://127\\.0\\.0\\.1:\\d+/\\?token=\\w+");

    static Stream<String> servers() {
        return Arrays.stream(Optional.ofNullable(System.getenv("EXAMPLES_SERVERS"))
                .orElse("wildfly quarkus")
                .split(" "));
    }

    @ParameterizedTest
    @MethodSource("servers")
    void anOrderAppearsInTheBrowsersOfBothServersAndCtrlCEndsAll(String server) throws Exception {
        try (var first = Browser.start(1000, 800);
                var second = Browser.start(1000, 800);
                var run = run(server)) {
            try {
                run.awaitLine("Ctrl-C ends all", READY);
                var shops = addresses(run, SHOP);
                assertThat(shops).hasSize(2);
                open(first, shops.get(0));
                open(second, shops.get(1));

                first.click("button[value=TEA]");
                awaitOrder(second, "tea", "server-1", "placed", "paid");

                second.click("button[value=COFFEE]"); // charged at the third attempt
                awaitOrder(first, "coffee", "server-2", "placed", "paid");

                first.click("button[value=GOLD]");
                awaitOrder(second, "gold", "server-1", "placed", "refused");
                redrive(first, addresses(run, PAGE).get(0));
                awaitOrder(second, "gold", "server-1", "placed", "refused", "paid");

                // A browser that comes later has the list from the timeline.
                open(first, shops.get(0));
                awaitOrder(first, "coffee", "server-2", "placed", "paid");

                var processes =
                        ProcessHandle.of(run.pid()).orElseThrow().descendants().toList();
                assertThat(processes).hasSizeGreaterThanOrEqualTo(3);
                interrupt(run);
                assertThat(run.awaitExit()).as("exit code").isEqualTo(130);
                assertThat(processes).noneMatch(ProcessHandle::isAlive);
            } finally {
                if (run.isAlive()) {
                    run.terminate(); // ends the servers, too
                }
            }
        }
    }

    private static ChildProcess run(String server) {
        return ChildProcess.start(
                "examples/run",
                List.of(EXAMPLES.resolve("run").toString(), server),
                EXAMPLES,
                Map.of(
                        "JAVA_HOME",
                        System.getProperty("it.java.home"),
                        "REPOSITORY",
                        System.getProperty("it.repository"),
                        "MAVEN_ARGS",
                        System.getProperty("it.maven.args"),
                        "PORT",
                        Long.toString(firstPort())));
    }

    // Below the ports that systems give out by themselves, which other tests use, and another one for each build of
    // this machine.
    private static long firstPort() {
        return 10_000 + ProcessHandle.current().pid() % 1_000 * 20;
    }

    private static List<String> addresses(ChildProcess run, Pattern address) {
        return run.lines().stream()
                .map(String::strip)
                .filter(address.asMatchPredicate())
                .toList();
    }

    private static void open(Browser browser, String shop) {
        browser.open(shop);
        await("the feed of " + shop)
                .atMost(PATIENCE)
                .until(() -> browser.run("return document.querySelector('#link.open') !== null")
                        .toString()
                        .equals("true"));
    }

    private static void awaitOrder(Browser browser, String... words) {
        await("an order with " + List.of(words))
                .atMost(PATIENCE)
                .until(() -> browser.run(
                                "return [...document.querySelectorAll('#orders tr')].map(row =>"
                                        + " [...row.querySelectorAll('td, span')].map(part => part.textContent).join(' ')).join(';')")
                        .toString()
                        .lines()
                        .flatMap(rows -> Arrays.stream(rows.split(";")))
                        .anyMatch(row -> Stream.of(words).allMatch(row::contains)));
    }

    private static void redrive(Browser browser, String page) {
        browser.open(page);
        await("the parked order")
                .atMost(PATIENCE)
                .until(() -> browser.text("#causes"), text -> text.contains("the card is not good for"));
        browser.click("#causes summary button");
        browser.click("#askYes");
    }

    // What Ctrl-C does.
    private static void interrupt(ChildProcess run) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-INT", Long.toString(run.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }
}
