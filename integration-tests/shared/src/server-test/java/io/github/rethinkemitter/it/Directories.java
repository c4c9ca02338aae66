package io.github.rethinkemitter.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Creates and copies directories of server instances below {@code target}. */
final class Directories {

    private Directories() {}

    static Path create(String prefix) {
        try {
            return Files.createTempDirectory(ServerKind.PROJECT.resolve("target"), prefix);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void ensure(Path directory) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void copy(Path from, Path to) {
        try (var files = Files.walk(from)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                var target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
