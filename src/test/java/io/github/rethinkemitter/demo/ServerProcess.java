package io.github.rethinkemitter.demo;

import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ConditionTimeoutException;

/** Another JVM, whose output is printed as it comes. It ends with {@link #close()}, or at the latest with this JVM. */
final class ServerProcess implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final String name;
    private final Process process;
    private final PrintStream input;
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private volatile boolean ended;

    ServerProcess(String name, Class<?> main, List<String> properties, List<String> arguments) throws IOException {
        this.name = name;
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path")));
        command.add("-Djava.util.logging.config.file=" + System.getProperty("java.util.logging.config.file", ""));
        properties.forEach(property -> command.add("-D" + property));
        command.add(main.getName());
        command.addAll(arguments);
        process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        input = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        var reader = new Thread(this::printOutput, "output of " + name);
        reader.setDaemon(true);
        reader.start();
    }

    /** Writes a line to the standard input of the process. */
    void sendLine(String line) {
        input.println(line);
    }

    /** Waits for a line that contains the text, also among the earlier lines, and returns the line. */
    String awaitLine(String text) {
        try {
            await().atMost(TIMEOUT)
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> ended || lineWith(text).isPresent());
        } catch (ConditionTimeoutException e) {
            throw new IllegalStateException(name + " ran out of time before it said \"" + text + "\"");
        }
        return lineWith(text)
                .orElseThrow(() -> new IllegalStateException(name + " ended before it said \"" + text + "\""));
    }

    private Optional<String> lineWith(String text) {
        return lines.stream().filter(line -> line.contains(text)).findFirst();
    }

    private void printOutput() {
        try (var output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (var line = output.readLine(); line != null; line = output.readLine()) {
                System.out.println(name + " " + line);
                lines.add(line);
            }
        } catch (IOException e) {
            // The process was killed.
        } finally {
            ended = true;
        }
    }

    @Override
    public void close() throws InterruptedException {
        input.close(); // the process ends when its input does
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }
}
