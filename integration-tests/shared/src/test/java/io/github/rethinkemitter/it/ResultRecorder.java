package io.github.rethinkemitter.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;

/**
 * Records which tests have passed, for the table of docs/servers.md. Each project and JDK has a file of properties in the directory
 * that the system property {@code it.results} names.
 */
public final class ResultRecorder implements TestWatcher {

    /** Adds facts to the record, such as the version of the container. */
    static synchronized void note(Map<String, String> facts) {
        var known = new Properties();
        try {
            var file = file();
            if (Files.exists(file)) {
                try (var in = Files.newBufferedReader(file)) {
                    known.load(in);
                }
            }
            known.putAll(facts);
            Files.createDirectories(file.getParent());
            try (var out = Files.newBufferedWriter(file)) {
                known.store(out, null);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path file() throws IOException {
        return Path.of(System.getProperty("it.results"))
                .resolve(System.getProperty("it.project") + "-jdk" + jdk() + ".properties");
    }

    private static String jdk() throws IOException {
        var release = new Properties();
        try (var in = Files.newBufferedReader(Path.of(System.getProperty("it.java.home"), "release"))) {
            release.load(in);
        }
        return release.getProperty("JAVA_VERSION").replace("\"", "").replaceAll("\\..*", "");
    }

    @Override
    public void testSuccessful(ExtensionContext context) {
        note(Map.of("test." + context.getRequiredTestMethod().getName(), "passed"));
    }

    @Override
    public void testFailed(ExtensionContext context, Throwable cause) {
        note(Map.of("test." + context.getRequiredTestMethod().getName(), "failed"));
    }
}
