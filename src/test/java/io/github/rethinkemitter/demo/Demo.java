package io.github.rethinkemitter.demo;

import io.github.rethinkemitter.embedded.EmbeddedRethinkDb;
import io.github.rethinkemitter.support.client.RawClient;
import io.github.rethinkemitter.support.proxy.Proxy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/**
 * Two servers, A and B, exchange events through one RethinkDB: an embedded one, or the one of {@code -Drethinkdb.url}.
 * After half of the events their connection to the database is cut. The other half arrives when they are connected again.
 */
public final class Demo {

    private static final int EACH = 10;
    private static final int ALL = 2 * EACH;
    private static final String TABLE =
            "rethink_emitter_demo_" + ProcessHandle.current().pid();

    private Demo() {}

    public static void main(String... none) throws Exception {
        System.exit(run() ? 0 : 1);
    }

    private static boolean run() throws InterruptedException {
        try {
            var url = System.getProperty("rethinkdb.url");
            if (url != null) {
                return runOnRealDatabase(URI.create(url));
            }
            print("A RethinkDB for development starts, in memory and in a process of its own.");
            try (var process =
                    new ServerProcess("database:", EmbeddedRethinkDb.class, List.of(), List.of("--until-stdin-ends"))) {
                return runOn(URI.create(process.awaitLine("rethinkdb://")));
            }
        } catch (IOException | UncheckedIOException | IllegalStateException e) {
            print("demo: failed, " + e.getMessage());
            return false;
        }
    }

    private static boolean runOnRealDatabase(URI database) throws IOException, InterruptedException {
        if (!"rethinkdb".equals(database.getScheme()) || database.getHost() == null || database.getPort() < 0) {
            throw new IllegalStateException("the demo needs a url like rethinkdb://host:28015/db");
        }
        try (var client = RawClient.connect(database)) {
            try {
                return runOn(database);
            } finally {
                client.reql("r.tableDrop('" + TABLE + "')");
            }
        }
    }

    private static boolean runOn(URI database) throws IOException, InterruptedException {
        // The proxy is between the servers and the database, so that the connections can be cut.
        try (var proxy = new Proxy(() -> new InetSocketAddress(database.getHost(), database.getPort()))) {
            return exchangeEvents(proxy, urlOf(proxy, database));
        }
    }

    private static boolean exchangeEvents(Proxy proxy, String url) throws IOException, InterruptedException {
        print("Two servers start, A and B: each a JVM with a CDI container and the same small application.");
        try (var a = start("A", url);
                var b = start("B", url)) {
            var servers = List.of(a, b);
            awaitLines(servers, "is connected");

            print("Both trigger the first half of their events. Each observes its own events and those of the other.");
            sendLine(servers, "trigger 1 " + EACH / 2);
            sendLine(servers, "expect " + EACH / 2);
            awaitLines(servers, "has observed " + ALL / 2);

            print("Now the connections to the database are cut.");
            proxy.refuse();
            proxy.cut();
            awaitLines(servers, "is disconnected");

            print("Both trigger the second half. These events wait, because the database cannot be reached.");
            sendLine(servers, "trigger " + (EACH / 2 + 1) + " " + EACH);
            awaitLines(servers, "attempt 2");

            print("The database can be reached again.");
            proxy.accept();
            awaitLines(servers, "is reconnected");
            sendLine(servers, "expect " + EACH);
            return verdict(awaitLines(servers, "of " + ALL + " events"));
        }
    }

    private static boolean verdict(List<String> results) {
        boolean good =
                results.stream().allMatch(("has observed " + ALL + " of " + ALL + " events: all in order")::equals);
        print(
                good
                        ? "demo: ok, A and B each observed " + ALL + " of " + ALL + " events"
                        : "demo: failed, A " + results.get(0) + "; B " + results.get(1));
        return good;
    }

    private static ServerProcess start(String name, String url) throws IOException {
        var properties = List.of(
                "demo.server=" + name,
                "rethink.emitter.url=" + url,
                "rethink.emitter.table=rethink_emitter_demo_"
                        + ProcessHandle.current().pid(),
                "rethink.emitter.reconnect.delay=300ms",
                "rethink.emitter.reconnect.max-delay=1s");
        return new ServerProcess(name, DemoServer.class, properties, List.of());
    }

    private static String urlOf(Proxy proxy, URI database) {
        var user = database.getRawUserInfo() == null ? "" : database.getRawUserInfo() + "@";
        return database.getScheme() + "://" + user + "127.0.0.1:" + proxy.port() + database.getRawPath();
    }

    private static void sendLine(List<ServerProcess> servers, String command) {
        servers.forEach(server -> server.sendLine(command));
    }

    private static List<String> awaitLines(List<ServerProcess> servers, String text) {
        var lines = new ArrayList<String>();
        for (ServerProcess server : servers) {
            lines.add(server.awaitLine(text));
        }
        return lines;
    }

    private static void print(String text) {
        System.out.println(text);
    }
}
