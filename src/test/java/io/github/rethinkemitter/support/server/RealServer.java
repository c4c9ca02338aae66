package io.github.rethinkemitter.support.server;

import java.io.File;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Finds a real RethinkDB: the server that {@code RETHINKDB_URL} (environment variable or system property) names, else a
 * {@code rethinkdb} on the PATH, else a container. The log says once which server was found, or that there is none.
 */
public final class RealServer {

    private static final System.Logger LOG = System.getLogger(RealServer.class.getName());

    private RealServer() {}

    /** The real server that all tests of this JVM share. The first call starts it, and the end of the JVM stops it. */
    public static Optional<Backend> shared() {
        return Shared.SERVER;
    }

    /** The program {@code rethinkdb} on the PATH, for tests that start servers of their own. */
    public static Optional<Path> binary() {
        return Stream.ofNullable(System.getenv("PATH"))
                .flatMap(path -> Arrays.stream(path.split(File.pathSeparator)))
                .map(directory -> Path.of(directory, "rethinkdb"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static Optional<Backend> find() {
        Optional<String> url = Stream.of(System.getProperty("RETHINKDB_URL"), System.getenv("RETHINKDB_URL"))
                .filter(candidate -> candidate != null && !candidate.isBlank())
                .findFirst();
        if (url.isPresent()) {
            return url.map(URI::create).map(RemoteServer::new);
        }
        Supplier<Optional<? extends Backend>> process = () -> binary().map(RethinkProcess::start);
        Supplier<Optional<? extends Backend>> container = RethinkContainer::start;
        return Stream.of(process, container)
                .map(Supplier::get)
                .<Backend>flatMap(Optional::stream)
                .findFirst();
    }

    /** Initialized by the first call of {@link #shared()}. */
    private static final class Shared {

        static final Optional<Backend> SERVER = find();

        static {
            SERVER.ifPresent(
                    server -> Runtime.getRuntime().addShutdownHook(new Thread(server::close, "stop rethinkdb")));
            LOG.log(
                    Level.INFO,
                    SERVER.map(server -> "Tests run on " + server.name() + " as well as on the embedded server")
                            .orElse(
                                    "No real RethinkDB was found, tests run on the embedded server only. Set RETHINKDB_URL,"
                                            + " put rethinkdb on the PATH, or start Docker"));
        }
    }
}
