package io.github.rethinkemitter.faults;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.rethinkemitter.EmitterOptions;
import io.github.rethinkemitter.contract.TestApplication;
import io.github.rethinkemitter.support.process.ChildProcess;
import io.github.rethinkemitter.support.process.JavaProcess;
import java.util.List;

/** A process of this suite, whose lines are read once each. */
final class FaultProcess implements AutoCloseable {

    private final ChildProcess process;
    private long read; // bytes

    private FaultProcess(ChildProcess process) {
        this.process = process;
    }

    /** Starts a main class with the options as arguments, of which it makes an {@link TestApplication}. */
    static FaultProcess start(Class<?> main, EmitterOptions options, List<String> jvmOptions) {
        return new FaultProcess(JavaProcess.start(main, jvmOptions, TestApplication.arguments(options)));
    }

    /** The words of each whole line that came since the last call. */
    List<String[]> news() {
        String text = process.outputFrom(read);
        String whole = text.substring(0, text.lastIndexOf('\n') + 1);
        read += whole.getBytes(UTF_8).length;
        return whole.lines().map(line -> line.split(" ")).toList();
    }

    // The log has its own lines about what is connected, or cannot be.
    void awaitLine(String text) {
        process.awaitLine(text::equals, text);
    }

    void say(String line) {
        process.say(line);
    }

    void kill() {
        process.kill();
    }

    /** Lets it end in order, which one that ran out of memory does not. */
    void end() {
        process.say("end");
        assertThat(process.awaitExit())
                .as(() -> "exit code of a process that said " + process.lines())
                .isZero();
    }

    @Override
    public void close() {
        process.close();
    }
}
