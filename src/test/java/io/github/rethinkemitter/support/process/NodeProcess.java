package io.github.rethinkemitter.support.process;

import java.io.IOException;
import java.io.UncheckedIOException;
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

    private static synchronized void install() {
        copyScripts();
        Path installed = DIRECTORY.resolve("installed.json");
        try {
            if (Files.exists(installed) && Files.mismatch(installed, SOURCE.resolve("package.json")) < 0) {
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
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copyScripts() {
        try (Stream<Path> scripts = Files.list(SOURCE)) {
            Files.createDirectories(DIRECTORY);
            for (Path script : scripts.filter(Files::isRegularFile).toList()) {
                Files.copy(script, DIRECTORY.resolve(script.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
