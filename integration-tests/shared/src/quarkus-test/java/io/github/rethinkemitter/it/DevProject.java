package io.github.rethinkemitter.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;

/** A copy of this project whose sources a test can change, and the command that runs the copy in dev mode. */
final class DevProject {

    private static final Path SOURCES = Path.of(System.getProperty("shared.sources"));

    private final Path directory = Directories.create("dev-");
    private final Path sources = directory.resolve("shared");
    private final Path project = directory.resolve(ServerKind.PROJECT.getFileName());

    DevProject() {
        for (var part : List.of("src/main", "src/server")) {
            Directories.copy(SOURCES.resolve(part), sources.resolve(part));
        }
        for (var pom :
                List.of("server", "quarkus", ServerKind.PROJECT.getFileName().toString())) {
            var from = ServerKind.PROJECT.resolveSibling(pom).resolve("pom.xml");
            try {
                Files.copy(from, Files.createDirectories(directory.resolve(pom)).resolve("pom.xml"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Runs dev mode with the Maven, the settings and the repository of the build that runs the tests. */
    ServerKind kind(URI database) {
        var kind = new Properties();
        var command = System.getProperty("it.maven") + " -f " + project.resolve("pom.xml")
                + " -Drethink-emitter.version=" + System.getProperty("rethink-emitter.version")
                + " -Dshared.sources=" + sources
                + " quarkus:dev -Ddebug=false -Dquarkus.analytics.disabled=true"
                + " -Dquarkus.test.continuous-testing=disabled -Dquarkus.console.enabled=false";
        kind.setProperty("command", command);
        kind.setProperty("context", "");
        kind.setProperty("environment.JAVA_HOME", "{java.home}");
        kind.setProperty("environment.QUARKUS_HTTP_HOST", "127.0.0.1");
        kind.setProperty("environment.QUARKUS_HTTP_PORT", "{port}");
        kind.setProperty("environment.RETHINK_EMITTER_URL", database.toString());
        kind.setProperty("environment.RETHINK_EMITTER_SUBSCRIBER", "dev");
        return new ServerKind(kind);
    }

    /** Replaces a text in a source file of the application. */
    void edit(String file, String from, String to) {
        var source =
                sources.resolve("src/main/java/io/github/rethinkemitter/it").resolve(file);
        try {
            var text = Files.readString(source);
            if (!text.contains(from)) {
                throw new AssertionError(source + " does not contain " + from);
            }
            Files.writeString(source, text.replace(from, to));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
