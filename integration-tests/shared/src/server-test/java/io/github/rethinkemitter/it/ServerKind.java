package io.github.rethinkemitter.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;

/**
 * A kind of server, as the {@code server.properties} of its project describes it.
 *
 * <pre>
 * name                  name in the table of docs/servers.md
 * command               command that starts an instance in the foreground
 * template              directory that is copied for each instance; default: an empty directory
 * environment.NAME      environment variable of the instance
 * deployments           directory of the instance for archives; without it the command names the archive by {war}
 * undeployed            suffix of the file by which the server marks an undeployed archive; without it tests ask by HTTP
 * context               path of the application; default: /shop
 * threads               whose threads the library uses: managed, microprofile or own
 * microprofile-config   whether the server has MicroProfile Config: true or false
 * names                 whether java: names can be looked up: true or false
 * keeps-class-loaders   whether the server itself keeps the class loaders of undeployed applications: true or false
 * ear                   whether the server accepts enterprise archives: true or false
 * opentelemetry         whether the server makes an OpenTelemetry bean, and the application keeps its spans: true or false
 * micrometer            whether the application has a registry of Micrometer: true or false
 * health                URL of the health checks, of which there are none without it
 * profile               what {profile} stands for; profile.NAME is that of the instance of this name
 *
 * {java} {options}      program of the JVM; system properties and heap of the instance
 * {project} {instance}  directories
 * {version}             version of the server
 * {war} {port}          archive of the application; port for HTTP
 * {profile}             configuration of the server, where the instances have different ones
 * {free.1} {free.2} ..  other free ports
 * </pre>
 */
record ServerKind(Properties properties) {

    static final Path PROJECT = Path.of("").toAbsolutePath();

    static ServerKind ofThisProject() {
        try (var in = Files.newBufferedReader(PROJECT.resolve("server.properties"))) {
            var properties = new Properties();
            properties.load(in);
            properties.setProperty("version", System.getProperty("it.server.version"));
            return new ServerKind(properties);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String value(String key, String defaultValue) {
        return properties.getProperty(key, defaultValue).replace("{version}", properties.getProperty("version", ""));
    }

    boolean has(String key) {
        return Boolean.parseBoolean(properties.getProperty(key));
    }

    /** The file that marks this archive as undeployed; empty if the server makes no such file. */
    Optional<Path> undeployed(Path archive) {
        return Optional.ofNullable(properties.getProperty("undeployed"))
                .map(suffix -> archive.resolveSibling(archive.getFileName() + suffix));
    }

    /** The table of the events, which the application configures. */
    String table() {
        return has("microprofile-config") ? "events_by_microprofile" : "events_by_properties";
    }

    /** Fails if a thread is of the JVM's common pool, or is not managed although the server has managed threads. */
    void checkThreads(List<String> threads) {
        assertThat(threads).isNotEmpty().noneMatch(line -> line.contains("commonPool"));
        if (value("threads", "").equals("managed")) {
            assertThat(threads).allMatch(line -> line.endsWith("| managed"));
        }
    }

    /** The line that an asynchronous observer adds about its thread. */
    String asyncThread(int jdk) {
        return value("threads", "").equals("own") ? Expected.asyncOnOwnThread(jdk) : Expected.asyncOnContainerThread();
    }

    String context() {
        return value("context", "/shop");
    }

    List<String> command(Map<String, String> placeholders) {
        return Arrays.stream(value("command", "").trim().split("\\s+"))
                .flatMap(word -> Arrays.stream(fill(word, placeholders).split("\n")))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    Map<String, String> environment(Map<String, String> placeholders) {
        return properties.stringPropertyNames().stream()
                .filter(key -> key.startsWith("environment."))
                .collect(Collectors.toMap(
                        key -> key.substring("environment.".length()), key -> fill(value(key, ""), placeholders)));
    }

    /** The URL of the health checks. */
    String health(Map<String, String> placeholders) {
        return fill(value("health", ""), placeholders);
    }

    private static String fill(String text, Map<String, String> placeholders) {
        String filled = text;
        for (var entry : placeholders.entrySet()) {
            filled = filled.replace("{" + entry.getKey() + "}", entry.getValue());
        }
        return filled;
    }
}
