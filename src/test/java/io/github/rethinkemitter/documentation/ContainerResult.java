package io.github.rethinkemitter.documentation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The recorded results of the tests of one container on one JDK.
 *
 * @param project directory in integration-tests/
 * @param facts names and values of the record
 */
record ContainerResult(String project, Map<String, String> facts) {

    private static final Pattern FILE = Pattern.compile("(.+)-jdk\\d+\\.properties");

    static List<ContainerResult> in(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted()
                    .filter(file -> FILE.matcher(file.getFileName().toString()).matches())
                    .map(ContainerResult::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ContainerResult read(Path file) {
        var name = FILE.matcher(file.getFileName().toString());
        var facts = new TreeMap<String, String>();
        try (var in = Files.newBufferedReader(file)) {
            var properties = new Properties();
            properties.load(in);
            properties.stringPropertyNames().forEach(key -> facts.put(key, properties.getProperty(key)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new ContainerResult(name.replaceFirst("$1"), facts);
    }

    /** A value of the record; empty if the record does not have it. */
    String fact(String key) {
        return facts.getOrDefault(key, "");
    }

    /** {@code passed} or {@code failed}, or an empty text if the container has no such test. */
    String test(String method) {
        return fact("test." + method);
    }
}
