package io.github.rethinkemitter.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.rethinkemitter.Connected;
import io.github.rethinkemitter.Disconnected;
import io.github.rethinkemitter.EmitterOptions;
import io.github.rethinkemitter.PayloadMismatchException;
import io.github.rethinkemitter.RethinkEvent;
import io.github.rethinkemitter.support.process.ChildProcess;
import io.github.rethinkemitter.support.process.JavaProcess;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A subscriber in a process of its own that has little memory, and ends when that is not enough. */
final class SmallHeapSubscriber implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration LITTLE = Duration.ofMillis(50); // of the processor in a second

    private final ChildProcess process;

    private SmallHeapSubscriber(ChildProcess process) {
        this.process = process;
    }

    /** Observes the events of topic {@code good}, and looks at all others. */
    static SmallHeapSubscriber start(EmitterOptions options) {
        return start(options, "-Xmx64m");
    }

    /** Its observer of {@code good} returns from its first event when it is told to {@link #go}. */
    static SmallHeapSubscriber held(EmitterOptions options) {
        return start(options, "-Xmx128m", "-Dheld=true");
    }

    private static SmallHeapSubscriber start(EmitterOptions options, String... jvmOptions) {
        List<String> jvm = new ArrayList<>(List.of(jvmOptions));
        jvm.add("-XX:+ExitOnOutOfMemoryError");
        return new SmallHeapSubscriber(JavaProcess.start(SmallHeapSubscriber.class, jvm, TestApplication.arguments(options)));
    }

    /** Runs in that process until it is told to end. */
    public static void main(String[] arguments) throws Exception {
        var commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        var gate = new CountDownLatch(Boolean.getBoolean("held") ? 1 : 0);
        try (var application = TestApplication.of(arguments)
                .observing("good", Integer.class, number -> observe(number, gate))
                .observing("**", RethinkEvent.class, SmallHeapSubscriber::read)
                .started()) {
            application.awaitLifecycle(Connected.class);
            System.out.println("connected");
            for (String line = commands.readLine(); "go".equals(line); line = commands.readLine()) {
                gate.countDown();
            }
            System.out.println("interrupted " + application.lifecycle(Disconnected.class));
        }
    }

    private static void observe(int number, CountDownLatch gate) {
        System.out.println("good " + number);
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    SmallHeapSubscriber connected() {
        process.awaitLine("connected"::equals, "connected", PATIENCE);
        return this;
    }

    void go() {
        process.say("go");
    }

    /** Reads all of an event's arguments; what is no payload is told as such. */
    static void read(RethinkEvent event) {
        try {
            assertThat(event.args()).isNotNull();
        } catch (PayloadMismatchException e) {
            assertThat(e).hasMessageStartingWith("RTH0401");
        }
    }

    /** Waits for so many good events, and returns all. */
    List<Integer> awaitGood(int count) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> !process.isAlive() || good().size() >= count);
        assertLives();
        return good();
    }

    private List<Integer> good() {
        return process.lines().stream()
                .filter(line -> line.startsWith("good "))
                .map(line -> Integer.valueOf(line.substring(5)))
                .toList();
    }

    /** Waits until it needs next to no processor time. */
    void awaitRest() {
        var before = new Duration[] {cpu()};
        await().atMost(PATIENCE)
                .pollDelay(Duration.ofSeconds(1))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> {
                    Duration now = cpu();
                    Duration used = now.minus(before[0]);
                    before[0] = now;
                    return used.compareTo(LITTLE) < 0;
                });
    }

    private void assertLives() {
        assertThat(process.isAlive()).as(() -> process.lines().toString()).isTrue();
    }

    private Duration cpu() {
        assertLives();
        return ProcessHandle.of(process.pid())
                .flatMap(handle -> handle.info().totalCpuDuration())
                .orElseThrow();
    }

    /** Ends it in order; fails when it ended by itself, or was interrupted. */
    void end() {
        process.say("end");
        assertThat(process.awaitExit()).as(() -> process.lines().toString()).isZero();
        assertThat(process.lines()).contains("interrupted []");
    }

    @Override
    public void close() {
        process.close();
    }
}
