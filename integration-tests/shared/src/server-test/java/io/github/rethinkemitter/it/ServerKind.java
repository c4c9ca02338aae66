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
 * A server as the {@code server.properties} of its project describes it.
 *
 * <pre>
 * name                  for the table of the README
 * command               starts an instance in the foreground
 * template              a directory that each instance begins as a copy of; without it, an empty one
 * environment.NAME      an environment variable of the instance
 * deployments           where in the instance archives are dropped; without it the command has {war}
 * undeployed            ending of the file that it puts where an archive was that is undeployed; without it, tests ask by HTTP
 * context               path of the application; /shop without it
 * threads               what lends the library its threads: managed, microprofile or own
 * microprofile-config   whether the server has it: true or false
 * names                 whether java: can be looked up: true or false
 * keeps-class-loaders   whether the server itself keeps the class loaders of applications that are gone: true or false
 * ear                   whether enterprise archives can be dropped, too: true or false
 *
 * {java} {options}      the JVM to use; system properties and heap of the instance
 * {project} {instance}  directories
 * {version}             of the server, by which the project got it
 * {war} {port}          the application; port of HTTP
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

    String value(String key, String otherwise) {
        return properties.getProperty(key, otherwise).replace("{version}", properties.getProperty("version", ""));
    }

    boolean has(String key) {
        return Boolean.parseBoolean(properties.getProperty(key));
    }

    /** What appears when this archive, which has been deleted, is undeployed; nothing on some servers. */
    Optional<Path> undeployed(Path archive) {
        return Optional.ofNullable(properties.getProperty("undeployed"))
                .map(ending -> archive.resolveSibling(archive.getFileName() + ending));
    }

    /** The table that the application configures. */
    String table() {
        return has("microprofile-config") ? "events_by_microprofile" : "events_by_properties";
    }

    /** Fails unless these are what the server lends, and no thread of the JVM's own pool. */
    void checkThreads(List<String> threads) {
        assertThat(threads).isNotEmpty().noneMatch(line -> line.contains("commonPool"));
        if (value("threads", "").equals("managed")) {
            assertThat(threads).allMatch(line -> line.endsWith("| managed"));
        }
    }

    /** What the asynchronous observer of a shop's opening says of its thread. */
    String asyncThread(int jdk) {
        return value("threads", "").equals("own") ? Expected.asyncOnOwnThread(jdk) : Expected.asyncOnLentThread();
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

    private static String fill(String text, Map<String, String> placeholders) {
        String filled = text;
        for (var entry : placeholders.entrySet()) {
            filled = filled.replace("{" + entry.getKey() + "}", entry.getValue());
        }
        return filled;
    }
}
