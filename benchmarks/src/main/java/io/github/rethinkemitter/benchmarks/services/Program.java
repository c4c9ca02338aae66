package io.github.rethinkemitter.benchmarks.services;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A process that reads and writes lines. Its error stream goes to a file in {@code target/logs}. */
public final class Program implements AutoCloseable {

    private static final Path LOGS = Path.of("benchmarks/target/logs");
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final int TIMEOUT_SECONDS = 60;
    private static final String END = "\0";

    private final String name;
    private final Process process;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final PrintWriter in;
    private final Thread atExit;
    private volatile boolean outputIgnored;

    public Program(String name, List<String> command) throws IOException {
        this.name = name;
        Files.createDirectories(LOGS);
        Path log = LOGS.resolve(String.format("%03d-%s.log", COUNT.incrementAndGet(), name));
        process = new ProcessBuilder(command).redirectError(log.toFile()).start();
        in = new PrintWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8), true);
        var reader = new Thread(this::read, name + "-output");
        reader.setDaemon(true);
        reader.start();
        atExit = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    private void read() {
        try (var out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            out.lines().filter(line -> !outputIgnored).forEach(lines::add);
        } catch (IOException | UncheckedIOException e) {
            // The process was ended while it wrote.
        }
        lines.add(END);
    }

    /** Waits for a line that contains the text and returns the line. */
    public String awaitLine(String text) throws IOException, InterruptedException {
        String line = next(text);
        while (!line.contains(text)) {
            line = next(text);
        }
        return line;
    }

    /** Writes a line to the process and returns the next line that the process writes. */
    public String ask(String line) throws IOException, InterruptedException {
        in.println(line);
        return next(line);
    }

    private String next(String asked) throws IOException, InterruptedException {
        String line = lines.poll(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        if (line == null || line.equals(END)) {
            throw new IOException(
                    name + (line == null ? " is silent" : " has ended") + " at \"" + asked + "\"; see " + LOGS);
        }
        return line;
    }

    /** The processor time of the process so far, or 0 if the system does not tell it. */
    long cpuNanos() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos();
    }

    /** From now on the output of the process is not kept. */
    Program ignoreOutput() {
        outputIgnored = true;
        return this;
    }

    /** Closes the input of the process. A child process ends then. */
    public void end() {
        in.close();
    }

    /** Ends the process by a signal. Its data are deleted afterwards, so it need not finish anything. */
    void discard(boolean force) {
        if (force) {
            process.destroyForcibly();
        } else {
            process.destroy();
        }
        close();
    }

    /** Ends the process: by closing its input, then by a signal, then by force. */
    @Override
    public void close() {
        try {
            end();
            if (!process.waitFor(2, TimeUnit.SECONDS)) {
                process.destroy();
            }
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().removeShutdownHook(atExit);
    }
}
