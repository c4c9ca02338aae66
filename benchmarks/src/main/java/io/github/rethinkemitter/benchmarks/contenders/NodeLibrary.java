package io.github.rethinkemitter.benchmarks.contenders;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/** A Node process that works as the original library does: it sends one insert after another and reads a plain changefeed. */
public final class NodeLibrary implements Contender {

    private static final Path SOURCES = Path.of("benchmarks/src/main/node");
    private static final Path INSTALLED = Path.of("benchmarks/target/node");

    @Override
    public String name() {
        return "node";
    }

    @Override
    public String service() {
        return "rethinkdb";
    }

    @Override
    public Optional<String> missing() {
        try {
            Files.createDirectories(INSTALLED);
            for (String file : List.of("package.json", "child.js")) {
                Files.copy(SOURCES.resolve(file), INSTALLED.resolve(file), StandardCopyOption.REPLACE_EXISTING);
            }
            if (Files.exists(INSTALLED.resolve("node_modules/rethinkdbdash"))) {
                return Optional.empty();
            }
            int code = new ProcessBuilder("npm", "install", "--no-audit", "--no-fund", "--no-package-lock", "--silent")
                    .directory(INSTALLED.toFile())
                    .inheritIO()
                    .start()
                    .waitFor();
            return code == 0 ? Optional.empty() : Optional.of("npm could not install rethinkdbdash");
        } catch (IOException e) {
            return Optional.of("node and npm are not on the PATH");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted");
        }
    }

    @Override
    public void prepare(Scenario scenario) {
        RethinkTables.create(scenario, false);
    }

    @Override
    public void remove(Scenario scenario) {
        RethinkTables.drop(scenario);
    }

    @Override
    public Sender sender(Scenario scenario) {
        throw new UnsupportedOperationException("node publishes in child.js");
    }

    @Override
    public AutoCloseable receive(Scenario scenario, LongConsumer sent) {
        throw new UnsupportedOperationException("node subscribes in child.js");
    }

    @Override
    public List<String> command(String role) {
        return List.of("node", INSTALLED.resolve("child.js").toString(), role);
    }
}
