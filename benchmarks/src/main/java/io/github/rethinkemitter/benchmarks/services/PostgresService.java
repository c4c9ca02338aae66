package io.github.rethinkemitter.benchmarks.services;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts PostgreSQL. It refuses to run as root, so root starts it as {@code nobody}. */
final class PostgresService {

    private static final String UNPRIVILEGED_USER = "nobody";

    private PostgresService() {}

    static Service start() throws IOException, InterruptedException {
        Path binary = Path.of(
                        Services.onPath("postgres").orElseThrow(() -> new IOException("postgres is not on the PATH")))
                .toRealPath();
        Path initdb = binary.resolveSibling("initdb");
        Path directory = Files.createTempDirectory("benchmark-postgres-");
        boolean isRoot = System.getProperty("user.name").equals("root");
        if (isRoot && run(List.of("chown", UNPRIVILEGED_USER, directory.toString())) != 0) {
            throw new IOException("postgres does not run as root, and there is no other user");
        }
        String data = directory.resolve("data").toString();
        if (run(command(isRoot, initdb.toString(), "-D", data, "-U", "benchmark", "-A", "trust", "-N")) != 0) {
            throw new IOException("initdb of postgres failed");
        }
        int port = Services.freePort();
        var program = new Program(
                "postgres",
                command(
                        isRoot,
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
                Services.closing(program.ignoreOutput(), directory, false));
        awaitReady(binary.resolveSibling("pg_isready"), port);
        return server;
    }

    private static void awaitReady(Path check, int port) throws IOException, InterruptedException {
        for (int i = 0; i < 100; i++) {
            if (run(List.of(check.toString(), "-h", "127.0.0.1", "-p", Integer.toString(port))) == 0) {
                return;
            }
            Thread.sleep(100); // PostgreSQL does not tell when it is ready, so it must be polled
        }
        throw new IOException("postgres does not become ready");
    }

    private static List<String> command(boolean isRoot, String... words) {
        List<String> all = new ArrayList<>();
        if (isRoot) {
            all.addAll(List.of("setpriv", "--reuid", UNPRIVILEGED_USER, "--clear-groups"));
        }
        all.addAll(List.of(words));
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
