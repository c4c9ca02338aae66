package io.github.rethinkemitter.support.process;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.opentest4j.TestAbortedException;

/** Runs scripts of {@code src/test/node} with the original drivers from npm, which are installed once into {@code target/node}. */
public final class NodeProcess {

    private static final Path SOURCE = Path.of("src", "test", "node");
    private static final Path DIRECTORY = Path.of("target", "node").toAbsolutePath();

    private NodeProcess() {}

    /** Starts a script. The test is skipped, with a message, if Node or the drivers are missing. */
    public static ChildProcess start(String script, String... arguments) {
        String node = Commands.find("node").orElseThrow(() -> new TestAbortedException("node is not on the PATH"));
        install();
        List<String> command = new ArrayList<>(List.of(node, script));
        command.addAll(List.of(arguments));
        return ChildProcess.start(script, command, DIRECTORY, Map.of());
    }

    // Test classes run in several JVMs at once, of which one installs while the others wait for it.
    private static synchronized void install() {
        try {
            Files.createDirectories(DIRECTORY);
            try (FileChannel file = FileChannel.open(DIRECTORY.resolve("lock"), CREATE, WRITE);
                    FileLock lock = file.lock()) {
                copyScripts();
                installDrivers();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void installDrivers() throws IOException {
        Path installed = DIRECTORY.resolve("installed.json");
        if (isSame(SOURCE.resolve("package.json"), installed)) {
            return;
        }
        String npm = Commands.find("npm").orElseThrow(() -> new TestAbortedException("npm is not on the PATH"));
        List<String> command =
                List.of(npm, "install", "--no-package-lock", "--no-audit", "--no-fund", "--loglevel=error");
        try (ChildProcess install = ChildProcess.start("npm install", command, DIRECTORY, Map.of())) {
            if (install.awaitExit() != 0) {
                throw new TestAbortedException("npm could not install the drivers: " + install.lines());
            }
        }
        Files.copy(SOURCE.resolve("package.json"), installed, StandardCopyOption.REPLACE_EXISTING);
    }

    // A script that is there already is not written again, because a process of another JVM may be reading it.
    private static void copyScripts() throws IOException {
        try (Stream<Path> scripts = Files.list(SOURCE)) {
            for (Path script : scripts.filter(Files::isRegularFile).toList()) {
                Path copy = DIRECTORY.resolve(script.getFileName());
                if (!isSame(script, copy)) {
                    Files.copy(script, copy, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }

    private static boolean isSame(Path source, Path copy) throws IOException {
        return Files.exists(copy) && Files.mismatch(source, copy) < 0;
    }
}
