package io.github.rethinkemitter.faults;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.rethinkemitter.EmitterOptions;
import io.github.rethinkemitter.contract.TestApplication;
import io.github.rethinkemitter.support.process.ChildProcess;
import io.github.rethinkemitter.support.process.JavaProcess;
import java.util.List;

/** A publisher or subscriber process. Each line of its output is read once. */
final class FaultProcess implements AutoCloseable {

    private final ChildProcess process;
    private long bytesRead;

    private FaultProcess(ChildProcess process) {
        this.process = process;
    }

    /** Starts a main class that makes a {@link TestApplication} from the options, which are its arguments. */
    static FaultProcess start(Class<?> main, EmitterOptions options, List<String> jvmOptions) {
        return new FaultProcess(JavaProcess.start(main, jvmOptions, TestApplication.arguments(options)));
    }

    /** The words of each complete line since the last call. */
    List<String[]> newLines() {
        String text = process.outputFrom(bytesRead);
        String completeLines = text.substring(0, text.lastIndexOf('\n') + 1);
        bytesRead += completeLines.getBytes(UTF_8).length;
        return completeLines.lines().map(line -> line.split(" ")).toList();
    }

    // The whole line must be equal: lines of the log contain the word "connected", too.
    void awaitLine(String text) {
        process.awaitLine(text::equals, text);
    }

    void say(String line) {
        process.say(line);
    }

    void kill() {
        process.kill();
    }

    /** Stops the process in order. Fails if the process ended by itself, as it does when its memory is full. */
    void stop() {
        process.say("end");
        assertThat(process.awaitExit())
                .as(() -> "exit code of a process that wrote " + process.lines())
                .isZero();
    }

    @Override
    public void close() {
        process.close();
    }
}
