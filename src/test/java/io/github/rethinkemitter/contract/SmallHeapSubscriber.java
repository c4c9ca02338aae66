package io.github.rethinkemitter.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.rethinkemitter.Connected;
import io.github.rethinkemitter.Disconnected;
import io.github.rethinkemitter.EmitterOptions;
import io.github.rethinkemitter.ObserverFailed;
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

/** A subscriber in a process of its own with a small heap. The process ends when the heap is full. */
final class SmallHeapSubscriber implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(90);
    private static final Duration IDLE = Duration.ofMillis(50); // processor time in a second

    private final ChildProcess process;

    private SmallHeapSubscriber(ChildProcess process) {
        this.process = process;
    }

    /** Starts a subscriber that observes the events of topic {@code good}, and reads the arguments of all events. */
    static SmallHeapSubscriber start(EmitterOptions options) {
        return start(options, "-Xmx64m");
    }

    /** Starts a subscriber whose observer of {@code good} does not return from its first event before {@link #release}. */
    static SmallHeapSubscriber startBlocked(EmitterOptions options) {
        return start(options, "-Xmx128m", "-Dblocked=true");
    }

    /** Starts a subscriber one of whose observers fails on all events. */
    static SmallHeapSubscriber startFailing(EmitterOptions options) {
        return start(options, "-Xmx64m", "-Dfailing=true");
    }

    private static SmallHeapSubscriber start(EmitterOptions options, String... jvmOptions) {
        List<String> jvm = new ArrayList<>(List.of(jvmOptions));
        jvm.add("-XX:+ExitOnOutOfMemoryError");
        return new SmallHeapSubscriber(
                JavaProcess.start(SmallHeapSubscriber.class, jvm, TestApplication.arguments(options)));
    }

    /** Runs in the other process until the line {@code end}. */
    public static void main(String[] arguments) throws Exception {
        var commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        var gate = new CountDownLatch(Boolean.getBoolean("blocked") ? 1 : 0);
        try (var application = TestApplication.of(arguments)
                .keeping(event -> !(event instanceof ObserverFailed))
                .observing("good", Integer.class, number -> observe(number, gate))
                .observing("**", RethinkEvent.class, SmallHeapSubscriber::readArguments)
                .observing("*", RethinkEvent.class, SmallHeapSubscriber::failIfWanted)
                .started()) {
            application.awaitLifecycle(Connected.class);
            System.out.println("connected");
            for (String line = commands.readLine(); "release".equals(line); line = commands.readLine()) {
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

    private static void failIfWanted(RethinkEvent event) {
        if (Boolean.getBoolean("failing")) {
            throw new IllegalStateException("on purpose, on " + event.id());
        }
    }

    SmallHeapSubscriber awaitConnected() {
        process.awaitLine("connected"::equals, "connected", TIMEOUT);
        return this;
    }

    /** Lets the blocked observer return. */
    void release() {
        process.say("release");
    }

    /** Reads all arguments of an event. Arguments that cannot be read must be refused with RTH0401. */
    static void readArguments(RethinkEvent event) {
        try {
            assertThat(event.args()).isNotNull();
        } catch (PayloadMismatchException e) {
            assertThat(e).hasMessageStartingWith("RTH0401");
        }
    }

    /** Waits for this many events of topic {@code good} and returns the numbers of all of them. */
    List<Integer> awaitGoodEvents(int count) {
        await().atMost(TIMEOUT)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> !process.isAlive() || goodEvents().size() >= count);
        assertAlive();
        return goodEvents();
    }

    private List<Integer> goodEvents() {
        return process.lines().stream()
                .filter(line -> line.startsWith("good "))
                .map(line -> Integer.valueOf(line.substring(5)))
                .toList();
    }

    /** Waits until the process uses almost no processor time. */
    void awaitIdle() {
        var before = new Duration[] {cpuTime()};
        await().atMost(TIMEOUT)
                .pollDelay(Duration.ofSeconds(1))
                .pollInterval(Duration.ofSeconds(1))
                .until(() -> {
                    Duration now = cpuTime();
                    Duration used = now.minus(before[0]);
                    before[0] = now;
                    return used.compareTo(IDLE) < 0;
                });
    }

    private void assertAlive() {
        assertThat(process.isAlive()).as(() -> process.lines().toString()).isTrue();
    }

    private Duration cpuTime() {
        assertAlive();
        return ProcessHandle.of(process.pid())
                .flatMap(handle -> handle.info().totalCpuDuration())
                .orElseThrow();
    }

    /** Kills the process as kill -9 does. */
    void kill() {
        assertAlive();
        process.kill();
    }

    /** Stops the process. Fails if the process had ended by itself, or if its subscription had been interrupted. */
    void stop() {
        process.say("end");
        assertThat(process.awaitExit()).as(() -> process.lines().toString()).isZero();
        assertThat(process.lines()).contains("interrupted []");
    }

    @Override
    public void close() {
        process.close();
    }
}
