package io.github.rethinkemitter.support.process;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.opentest4j.TestAbortedException;

/** Scripts of {@code src/test/node} with the unmodified drivers from npm, installed once into {@code target/node}. */
public final class NodeProcess {

    private static final Path SOURCE = Path.of("src", "test", "node");
    private static final Path HOME = Path.of("target", "node").toAbsolutePath();

    private NodeProcess() {}

    /** Starts a script. Where Node or its packages cannot be had, the test is skipped and says so. */
    public static ChildProcess start(String script, String... arguments) {
        String node = onPath("node").orElseThrow(() -> new TestAbortedException("node is not on the PATH"));
        install();
        List<String> command = new ArrayList<>(List.of(node, script));
        command.addAll(List.of(arguments));
        return new ChildProcess(script, command, HOME, Map.of());
    }

    private static synchronized void install() {
        copyScripts();
        Path done = HOME.resolve("installed.json");
        try {
            if (Files.exists(done) && Files.mismatch(done, SOURCE.resolve("package.json")) < 0) {
                return;
            }
            String npm = onPath("npm").orElseThrow(() -> new TestAbortedException("npm is not on the PATH"));
            List<String> command =
                    List.of(npm, "install", "--no-package-lock", "--no-audit", "--no-fund", "--loglevel=error");
            try (ChildProcess install = new ChildProcess("npm install", command, HOME, Map.of())) {
                if (install.awaitExit() != 0) {
                    throw new TestAbortedException("npm could not install the drivers: " + install.lines());
                }
            }
            Files.copy(SOURCE.resolve("package.json"), done, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copyScripts() {
        try (Stream<Path> scripts = Files.list(SOURCE)) {
            Files.createDirectories(HOME);
            for (Path script : scripts.filter(Files::isRegularFile).toList()) {
                Files.copy(script, HOME.resolve(script.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<String> onPath(String command) {
        return Stream.ofNullable(System.getenv("PATH"))
                .flatMap(path -> Arrays.stream(path.split(File.pathSeparator, -1)))
                .map(directory -> Path.of(directory, command))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst();
    }
}
