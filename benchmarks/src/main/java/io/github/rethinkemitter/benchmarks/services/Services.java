package io.github.rethinkemitter.benchmarks.services;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Starts servers on free loopback ports, with their data in temporary directories. */
public final class Services {

    private static final Pattern PORT = Pattern.compile("port (\\d+)");

    private Services() {}

    /** Starts the service with this name. If that is not possible, the message of the exception says why. */
    public static Service start(String name) throws IOException, InterruptedException {
        return switch (name) {
            case "rethinkdb" -> rethinkdb();
            case "redis" -> redis();
            default -> PostgresService.start();
        };
    }

    private static Service rethinkdb() throws IOException, InterruptedException {
        String url = System.getenv("RETHINKDB_URL");
        if (url != null && !url.isBlank()) {
            return new Service(
                    URI.create(url), "RethinkDB at " + URI.create(url).getHost(), () -> {});
        }
        String binary = onPath("rethinkdb")
                .orElseThrow(() -> new IOException("rethinkdb is not on the PATH, and RETHINKDB_URL is not set"));
        Path directory = Files.createTempDirectory("benchmark-rethinkdb-");
        var program = new Program(
                "rethinkdb",
                List.of(
                        binary,
                        "--no-http-admin",
                        "--no-update-check",
                        "--bind",
                        "127.0.0.1",
                        "--driver-port",
                        "0",
                        "--cluster-port",
                        "0",
                        "--directory",
                        directory.resolve("data").toString()));
        Matcher port = PORT.matcher(program.awaitLine("driver connections on port"));
        if (!port.find()) {
            throw new IOException("rethinkdb names no port");
        }
        program.awaitLine("Server ready");
        return new Service(
                URI.create("rethinkdb://127.0.0.1:" + port.group(1)),
                version(binary),
                program::cpuNanos,
                closing(program.ignoreOutput(), directory));
    }

    private static Service redis() throws IOException, InterruptedException {
        String binary = onPath("redis-server").orElseThrow(() -> new IOException("redis-server is not on the PATH"));
        Path directory = Files.createTempDirectory("benchmark-redis-");
        int port = freePort();
        var program = new Program(
                "redis",
                List.of(
                        binary,
                        "--port",
                        Integer.toString(port),
                        "--bind",
                        "127.0.0.1",
                        "--dir",
                        directory.toString(),
                        "--save",
                        "",
                        "--appendonly",
                        "yes",
                        "--appendfsync",
                        "always"));
        program.awaitLine("eady to accept connections");
        return new Service(
                URI.create("redis://127.0.0.1:" + port), version(binary), closing(program.ignoreOutput(), directory));
    }

    static Optional<String> onPath(String binary) {
        return Stream.of(System.getenv("PATH").split(":"))
                .map(directory -> Path.of(directory, binary))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst();
    }

    static String version(String binary) throws IOException {
        Process process = new ProcessBuilder(binary, "--version")
                .redirectErrorStream(true)
                .start();
        return new String(process.getInputStream().readAllBytes())
                .lines()
                .findFirst()
                .orElse(binary);
    }

    static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    static AutoCloseable closing(Program program, Path directory) {
        return closing(program, directory, true);
    }

    /** @param force whether to kill the process, which must then leave nothing behind */
    static AutoCloseable closing(Program program, Path directory, boolean force) {
        return () -> {
            program.discard(force);
            delete(directory);
        };
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
