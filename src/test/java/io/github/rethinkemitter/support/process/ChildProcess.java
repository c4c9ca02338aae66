package io.github.rethinkemitter.support.process;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;

/**
 * A process whose output goes to a file, so that reading the output needs no thread. {@link #close()} kills the process,
 * and so does the end of this JVM.
 */
public final class ChildProcess implements AutoCloseable {

    static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final String name;
    private final Path output;
    private final Process process;
    private final Thread atExit;

    /** Starts a command in a directory, with these variables added to the environment. */
    public static ChildProcess start(
            String name, List<String> command, Path directory, Map<String, String> environment) {
        return new ChildProcess(name, command, directory, environment);
    }

    private ChildProcess(String name, List<String> command, Path directory, Map<String, String> environment) {
        this.name = name;
        try {
            this.output = Files.createTempFile("child-", ".log");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            builder.environment().putAll(environment);
            this.process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.atExit = new Thread(process::destroyForcibly, "end of " + name);
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /** The process id. */
    public long pid() {
        return process.pid();
    }

    /** Whether it still runs. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** The lines written so far, to both streams. */
    public List<String> lines() {
        try {
            return new String(Files.readAllBytes(output), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The output after this many bytes. It may end in the middle of a line. */
    public String outputFrom(long offset) {
        try (InputStream all = Files.newInputStream(output)) {
            all.skipNBytes(offset);
            return new String(all.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for a line that contains the text and returns the line. Fails if the process ends without such a line. */
    public String awaitLine(String text) {
        return awaitLine(line -> line.contains(text), "\"" + text + "\"");
    }

    /** Waits this long for a line that contains the text and returns the line. */
    public String awaitLine(String text, Duration timeout) {
        return awaitLine(line -> line.contains(text), "\"" + text + "\"", timeout);
    }

    /** Waits for a line and returns it. Fails if the process ends without such a line. */
    public String awaitLine(Predicate<String> wanted, String description) {
        return awaitLine(wanted, description, TIMEOUT);
    }

    /** Waits this long for a line and returns it. */
    public String awaitLine(Predicate<String> wanted, String description, Duration timeout) {
        try {
            await().atMost(timeout)
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> !process.isAlive() || lines().stream().anyMatch(wanted));
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(name + " wrote no line with " + description + " but " + lines(), e);
        }
        return lines().stream()
                .filter(wanted)
                .findFirst()
                .orElseThrow(
                        () -> new AssertionError(name + " ended without a line with " + description + ": " + lines()));
    }

    /** Writes a line to the standard input of the process. */
    public void say(String line) {
        try {
            process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(name + ": " + lines(), e);
        }
    }

    /** Waits for the end and returns the exit code. */
    public int awaitExit() {
        await().atMost(TIMEOUT).pollInterval(Duration.ofMillis(20)).until(() -> !process.isAlive());
        return process.exitValue();
    }

    /** Asks the process to end (SIGTERM) and returns the exit code. */
    public int terminate() {
        process.destroy();
        return awaitExit();
    }

    /** Kills the process as kill -9 does, and waits until it has ended. */
    public void kill() {
        process.destroyForcibly();
        awaitExit();
    }

    /** Stops the process (SIGSTOP) until {@link #thaw()}, and returns when all threads are stopped. Needs a Unix. */
    public void freeze() {
        signal("STOP");
        await("all threads of " + name + " stopped").atMost(TIMEOUT).until(this::isFrozen);
    }

    /** Ends {@link #freeze()}. */
    public void thaw() {
        signal("CONT");
    }

    // The command kill returns before the signal arrives: on a busy machine, threads run on for a moment.
    private boolean isFrozen() throws IOException {
        Path tasks = Path.of("/proc/" + pid() + "/task");
        if (!Files.isDirectory(tasks)) {
            return true; // this is no Linux, or the process has ended
        }
        try (Stream<Path> all = Files.list(tasks)) {
            return all.allMatch(ChildProcess::isStopped);
        }
    }

    // The state follows the name of the command, which is in brackets.
    private static boolean isStopped(Path task) {
        try {
            String stat = Files.readString(task.resolve("stat"));
            return stat.substring(stat.lastIndexOf(')')).startsWith(") T");
        } catch (IOException ended) {
            return true;
        }
    }

    private void signal(String signal) {
        try {
            int code = new ProcessBuilder("kill", "-" + signal, Long.toString(pid()))
                    .start()
                    .waitFor();
            if (code != 0) {
                throw new IllegalStateException("kill -" + signal + " of " + name + " ended with " + code);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        kill();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
            Files.deleteIfExists(output);
        } catch (IllegalStateException shuttingDown) {
            output.toFile().delete();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
