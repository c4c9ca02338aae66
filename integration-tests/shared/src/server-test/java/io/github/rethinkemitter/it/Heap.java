package io.github.rethinkemitter.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Counts the instances of a class in another JVM after a full garbage collection, with the tool {@code jcmd} of the JDK. */
final class Heap {

    private Heap() {}

    static int countInstances(long pid, Class<?> type) {
        var jcmd = Path.of(System.getProperty("it.java.home"), "bin", "jcmd").toString();
        try {
            var process = new ProcessBuilder(jcmd, Long.toString(pid), "GC.class_histogram")
                    .redirectErrorStream(true)
                    .start();
            var histogram = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0 || !histogram.contains("java.lang.String")) {
                throw new AssertionError("no histogram of " + pid + ": " + histogram);
            }
            // "  12:     3     48  io.github.Type (module)", once for each class loader
            return histogram
                    .lines()
                    .map(line -> line.trim().split("\\s+"))
                    .filter(words -> words.length >= 4 && words[3].equals(type.getName()))
                    .mapToInt(words -> Integer.parseInt(words[1]))
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
