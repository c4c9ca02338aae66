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
 * Two servers, A and B, exchange events through one RethinkDB: an embedded one, or that of {@code -Drethinkdb.url}. Half
 * way the link between them and the database is cut; what is triggered meanwhile arrives when it is mended.
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
                return onRealDatabase(URI.create(url));
            }
            tell("A RethinkDB for development starts, in memory and in a process of its own.");
            try (var process =
                    new ServerProcess("database:", EmbeddedRethinkDb.class, List.of(), List.of("--until-stdin-ends"))) {
                return on(URI.create(process.hear("rethinkdb://")));
            }
        } catch (IOException | UncheckedIOException | IllegalStateException e) {
            tell("demo: failed, " + e.getMessage());
            return false;
        }
    }

    private static boolean onRealDatabase(URI database) throws IOException, InterruptedException {
        if (!"rethinkdb".equals(database.getScheme()) || database.getHost() == null || database.getPort() < 0) {
            throw new IllegalStateException("the demo needs a url like rethinkdb://host:28015/db");
        }
        try (var client = RawClient.connect(database)) {
            try {
                return on(database);
            } finally {
                client.reql("r.tableDrop('" + TABLE + "')");
            }
        }
    }

    private static boolean on(URI database) throws IOException, InterruptedException {
        // Between the servers and the database, so that the link can be cut.
        try (var proxy = new Proxy(() -> new InetSocketAddress(database.getHost(), database.getPort()))) {
            return exchange(proxy, through(proxy, database));
        }
    }

    private static boolean exchange(Proxy proxy, String url) throws IOException, InterruptedException {
        tell("Two servers start, A and B: each a JVM with a CDI container and the same small application.");
        try (var a = server("A", url);
                var b = server("B", url)) {
            var servers = List.of(a, b);
            hear(servers, "is connected");

            tell("Both trigger the first half of their events; each observes its own and the other's.");
            tell(servers, "trigger 1 " + EACH / 2);
            tell(servers, "expect " + EACH / 2);
            hear(servers, "has observed " + ALL / 2);

            tell("Now the link to the database is cut.");
            proxy.refuse();
            proxy.cut();
            hear(servers, "is disconnected");

            tell("Both trigger the second half. It waits, for nobody can reach the database.");
            tell(servers, "trigger " + (EACH / 2 + 1) + " " + EACH);
            hear(servers, "attempt 2");

            tell("The link is mended.");
            proxy.accept();
            hear(servers, "is reconnected");
            tell(servers, "expect " + EACH);
            return verdict(hear(servers, "of " + ALL + " events"));
        }
    }

    private static boolean verdict(List<String> results) {
        boolean good =
                results.stream().allMatch(("has observed " + ALL + " of " + ALL + " events: all in order")::equals);
        tell(
                good
                        ? "demo: ok, A and B each observed " + ALL + " of " + ALL + " events"
                        : "demo: failed, A " + results.get(0) + "; B " + results.get(1));
        return good;
    }

    private static ServerProcess server(String name, String url) throws IOException {
        var properties = List.of(
                "demo.server=" + name,
                "rethink.emitter.url=" + url,
                "rethink.emitter.table=rethink_emitter_demo_"
                        + ProcessHandle.current().pid(),
                "rethink.emitter.reconnect.delay=300ms",
                "rethink.emitter.reconnect.max-delay=1s");
        return new ServerProcess(name, DemoServer.class, properties, List.of());
    }

    private static String through(Proxy proxy, URI database) {
        var user = database.getRawUserInfo() == null ? "" : database.getRawUserInfo() + "@";
        return database.getScheme() + "://" + user + "127.0.0.1:" + proxy.port() + database.getRawPath();
    }

    private static void tell(List<ServerProcess> servers, String order) {
        servers.forEach(server -> server.tell(order));
    }

    private static List<String> hear(List<ServerProcess> servers, String text) throws InterruptedException {
        var lines = new ArrayList<String>();
        for (ServerProcess server : servers) {
            lines.add(server.hear(text));
        }
        return lines;
    }

    private static void tell(String words) {
        System.out.println(words);
    }
}
