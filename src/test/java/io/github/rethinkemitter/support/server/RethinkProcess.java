package io.github.rethinkemitter.support.server;

import io.github.rethinkemitter.support.TemporaryDirectories;
import io.github.rethinkemitter.support.process.ChildProcess;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A process {@code rethinkdb} with a temporary directory, on free loopback ports. Several processes make a cluster:
 * {@code RethinkProcess.start(binary, "--join", first.clusterAddress())}.
 */
public final class RethinkProcess implements Backend {

    private static final Pattern PORT = Pattern.compile("port (\\d+)");

    private final Path binary;
    private final Path directory = TemporaryDirectories.create("rethinkdb-");
    private final List<String> options;
    private ChildProcess process;
    private int driverPort;
    private int clusterPort;
    private boolean frozen;

    private RethinkProcess(Path binary, List<String> options) {
        this.binary = binary;
        this.options = options;
        this.process = launch();
    }

    /** Starts a server with these command line options, and returns when the server is ready. */
    public static RethinkProcess start(Path binary, String... options) {
        return new RethinkProcess(binary, List.of(options));
    }

    // With port 0 the server chooses a free port. A restart uses the ports of the first start.
    private ChildProcess launch() {
        List<String> command = new ArrayList<>(List.of(binary.toString(), "--no-http-admin", "--no-update-check"));
        command.addAll(List.of("--directory", directory.resolve("data").toString(), "--bind", "127.0.0.1"));
        command.addAll(List.of("--driver-port", Integer.toString(driverPort)));
        command.addAll(List.of("--cluster-port", Integer.toString(clusterPort)));
        command.addAll(options);
        ChildProcess started = ChildProcess.start("rethinkdb", command, directory, Map.of());
        try {
            started.awaitLine("Server ready");
            driverPort = port(started, "driver connections on port");
            clusterPort = port(started, "intracluster connections on port");
            return started;
        } catch (AssertionError e) {
            started.close();
            throw e;
        }
    }

    private static int port(ChildProcess process, String line) {
        Matcher matcher = PORT.matcher(process.awaitLine(line));
        if (!matcher.find()) {
            throw new AssertionError("no port in " + process.lines());
        }
        return Integer.parseInt(matcher.group(1));
    }

    /** The address for the option {@code --join} of another server. */
    public String clusterAddress() {
        return "127.0.0.1:" + clusterPort;
    }

    @Override
    public String name() {
        return "RethinkDB (" + binary + ")";
    }

    @Override
    public URI uri() {
        return URI.create("rethinkdb://127.0.0.1:" + driverPort);
    }

    @Override
    public void kill() {
        process.kill();
    }

    @Override
    public void restart() {
        process.close();
        process = launch();
    }

    @Override
    public void freeze() {
        frozen = true;
        process.freeze();
    }

    @Override
    public void thaw() {
        if (frozen && process.isAlive()) {
            process.thaw();
        }
        frozen = false;
    }

    @Override
    public boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public void close() {
        process.close();
        TemporaryDirectories.delete(directory);
    }
}
