package io.github.rethinkemitter.benchmarks.services;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** PostgreSQL, which does not run as root: then it runs as {@code nobody}. */
final class PostgresService {

    private static final String OTHER = "nobody";

    private PostgresService() {}

    static Service start() throws IOException, InterruptedException {
        Path binary = Path.of(
                        Services.onPath("postgres").orElseThrow(() -> new IOException("postgres is not on the PATH")))
                .toRealPath();
        Path initdb = binary.resolveSibling("initdb");
        Path directory = Files.createTempDirectory("benchmark-postgres-");
        boolean root = System.getProperty("user.name").equals("root");
        if (root && run(List.of("chown", OTHER, directory.toString())) != 0) {
            throw new IOException("postgres does not run as root, and there is no other user");
        }
        String data = directory.resolve("data").toString();
        if (run(as(root, initdb.toString(), "-D", data, "-U", "benchmark", "-A", "trust", "-N")) != 0) {
            throw new IOException("initdb of postgres failed");
        }
        int port = Services.freePort();
        var program = new Program(
                "postgres",
                as(
                        root,
                        binary.toString(),
                        "-D",
                        data,
                        "-p",
                        Integer.toString(port),
                        "-k",
                        data,
                        "-c",
                        "listen_addresses=127.0.0.1",
                        "-c",
                        "log_destination=stderr"));
        var server = new Service(
                URI.create("postgresql://127.0.0.1:" + port + "/postgres?user=benchmark"),
                Services.version(binary.toString()),
                Services.ending(program.unheard(), directory, false));
        awaitReady(binary.resolveSibling("pg_isready"), port);
        return server;
    }

    private static void awaitReady(Path check, int port) throws IOException, InterruptedException {
        for (int i = 0; i < 100; i++) {
            if (run(List.of(check.toString(), "-h", "127.0.0.1", "-p", Integer.toString(port))) == 0) {
                return;
            }
            Thread.sleep(100); // it says nothing when it is ready; it has to be asked
        }
        throw new IOException("postgres does not become ready");
    }

    private static List<String> as(boolean root, String... command) {
        List<String> all = new ArrayList<>();
        if (root) {
            all.addAll(List.of("setpriv", "--reuid", OTHER, "--clear-groups"));
        }
        all.addAll(List.of(command));
        return all;
    }

    private static int run(List<String> command) throws IOException, InterruptedException {
        return new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }
}
