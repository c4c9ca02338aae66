package io.github.rethinkemitter.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A JVM of its own, whose words are shown as they come. It ends with {@link #close()}, and with this JVM at the latest. */
final class ServerProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final String name;
    private final Process process;
    private final PrintStream orders;
    private final List<String> said = new ArrayList<>(); // guarded by itself
    private boolean ended; // guarded by said

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
        orders = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        var listener = new Thread(this::listen, "listens to " + name);
        listener.setDaemon(true);
        listener.start();
    }

    void tell(String order) {
        orders.println(order);
    }

    /** Waits for a line with this text among all that were said, and returns it. */
    String hear(String text) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        synchronized (said) {
            while (true) {
                for (String line : said) {
                    if (line.contains(text)) {
                        return line;
                    }
                }
                long left = (end - System.nanoTime()) / 1_000_000;
                if (ended || left <= 0) {
                    throw new IllegalStateException(
                            name + (ended ? " ended" : " ran out of time") + " before it said \"" + text + "\"");
                }
                said.wait(left);
            }
        }
    }

    private void listen() {
        try (var in = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (var line = in.readLine(); line != null; line = in.readLine()) {
                System.out.println(name + " " + line);
                synchronized (said) {
                    said.add(line);
                    said.notifyAll();
                }
            }
        } catch (IOException e) {
            // It was killed.
        } finally {
            synchronized (said) {
                ended = true;
                said.notifyAll();
            }
        }
    }

    @Override
    public void close() throws InterruptedException {
        orders.close(); // which asks it to end
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }
}
