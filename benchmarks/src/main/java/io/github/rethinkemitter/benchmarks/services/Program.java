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

/** A process that is talked with by lines. What it writes to its error stream is in {@code target/logs}. */
public final class Program implements AutoCloseable {

    private static final Path LOGS = Path.of("benchmarks/target/logs");
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final int PATIENCE_SECONDS = 60;
    private static final String END = "\0";

    private final String name;
    private final Process process;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final PrintWriter in;
    private final Thread atExit;
    private volatile boolean unheard;

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
            out.lines().filter(line -> !unheard).forEach(lines::add);
        } catch (IOException | UncheckedIOException e) {
            // It was ended while it wrote.
        }
        lines.add(END);
    }

    /** Waits for a line that has this text. */
    public String awaitLine(String text) throws IOException, InterruptedException {
        String line = next(text);
        while (!line.contains(text)) {
            line = next(text);
        }
        return line;
    }

    /** Says a line and gives the next one that it answers. */
    public String ask(String line) throws IOException, InterruptedException {
        in.println(line);
        return next(line);
    }

    private String next(String asked) throws IOException, InterruptedException {
        String line = lines.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (line == null || line.equals(END)) {
            throw new IOException(
                    name + (line == null ? " is silent" : " has ended") + " at \"" + asked + "\"; see " + LOGS);
        }
        return line;
    }

    /** Its processor time so far; 0 when the system does not tell. */
    long cpuNanos() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos();
    }

    /** From now on nobody reads what it writes. */
    Program unheard() {
        unheard = true;
        return this;
    }

    /** Ends its input, at which a child ends. */
    public void end() {
        in.close();
    }

    /** Ends it by a signal at which it need not finish anything: what it has stored is nobody's any more. */
    void discard(boolean force) {
        if (force) {
            process.destroyForcibly();
        } else {
            process.destroy();
        }
        close();
    }

    /** Ends it: with the end of its input, then by a signal, then by force. */
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
