package io.github.rethinkemitter.internal.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.rethinkemitter.Emitter;
import io.github.rethinkemitter.Receipt;
import io.github.rethinkemitter.internal.config.PublishSettings;
import io.github.rethinkemitter.internal.config.PublishSettings.Overflow;
import io.github.rethinkemitter.internal.config.PublishSettings.Pack;
import io.github.rethinkemitter.internal.config.SweepSettings;
import io.github.rethinkemitter.internal.flow.Telemetry;
import io.github.rethinkemitter.internal.flow.ThreadStarter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;

/** A publisher on its own thread, which the test starts and which is stopped after the test. */
abstract class PublisherFixture {

    static final Duration SOON = Duration.ofSeconds(30);
    static final Duration AT_ONCE = Duration.ZERO;
    static final Duration LATE = Duration.ofSeconds(20);
    static final PublishSettings USUAL = settings(100, Overflow.FAIL, SOON, 10, 2);

    final RecordedErrors listener = new RecordedErrors();
    final ScriptedSession session = new ScriptedSession();
    final List<Throwable> mistakes = new CopyOnWriteArrayList<>();
    final List<Thread> threads = new CopyOnWriteArrayList<>();
    final AtomicReference<Throwable> idFailure = new AtomicReference<>();
    volatile boolean restarts = true;
    Telemetry telemetry;
    volatile ThreadStarter threadStarter = PublisherFixture::start;
    private final AtomicLong ids = new AtomicLong();
    private final AtomicLong passed = new AtomicLong();
    private Publisher publisher;
    private Thread thread;

    static PublishSettings settings(int buffer, Overflow overflow, Duration block, int batch, int inFlight) {
        return new PublishSettings(
                buffer,
                1 << 26,
                overflow,
                block,
                Pack.NEVER,
                batch,
                1 << 20,
                inFlight,
                1 << 20,
                LATE,
                new SweepSettings(Duration.ofSeconds(30), null, false));
    }

    /** The same, but events that wait together become one document. */
    static PublishSettings packing(PublishSettings settings) {
        return new PublishSettings(
                settings.bufferSize(),
                settings.bufferBytes(),
                settings.overflow(),
                settings.blockTimeout(),
                Pack.AUTO,
                settings.batchSize(),
                settings.batchBytes(),
                settings.inFlight(),
                settings.maxEventSize(),
                settings.lateAfter(),
                settings.sweep());
    }

    static PublishSettings settings(SweepSettings sweep) {
        return new PublishSettings(
                USUAL.bufferSize(),
                USUAL.bufferBytes(),
                USUAL.overflow(),
                USUAL.blockTimeout(),
                USUAL.pack(),
                USUAL.batchSize(),
                USUAL.batchBytes(),
                USUAL.inFlight(),
                USUAL.maxEventSize(),
                USUAL.lateAfter(),
                sweep);
    }

    /** Advances the publisher's clock, which also runs with the real one. */
    void pass(Duration time) {
        passed.addAndGet(time.toNanos());
    }

    Publisher offline(PublishSettings settings) {
        var context = new PublisherContext(
                "src",
                this::id,
                true,
                this::startThread,
                Runnable::run,
                () -> Instant.EPOCH,
                this::nanoTime,
                telemetry);
        publisher = new Publisher(settings, context, new TextCodec(), listener);
        thread = start("publisher under test", this::runAgainAfterMistakes);
        return publisher;
    }

    private String id() {
        Throwable problem = idFailure.get();
        if (problem instanceof Error error) {
            throw error;
        } else if (problem != null) {
            throw (RuntimeException) problem;
        }
        return "id" + ids.incrementAndGet();
    }

    void interruptPublisher() {
        thread.interrupt();
    }

    // Runs the publisher again after a mistake, as the runtime does.
    private void runAgainAfterMistakes() {
        while (restarts || mistakes.isEmpty()) {
            try {
                publisher.run();
                return;
            } catch (RuntimeException | Error e) {
                mistakes.add(e);
            }
        }
    }

    private Thread startThread(String name, Runnable task) {
        Thread started = threadStarter.start(name, task);
        threads.add(started);
        return started;
    }

    static Thread start(String name, Runnable task) {
        var thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private long nanoTime() {
        return System.nanoTime() + passed.get();
    }

    Publisher online(PublishSettings settings) {
        offline(settings).online(session);
        return publisher;
    }

    /** Online, with a first event stored, so that several inserts may be unanswered at a time. */
    Publisher onlineWithFirstEventStored(PublishSettings settings) throws Exception {
        online(settings);
        var first = trigger("first");
        session.next().store();
        stored(first);
        return publisher;
    }

    /** Waits until the publisher thread has nothing to do. */
    void awaitPublisherAsleep() {
        await().atMost(SOON).until(() -> thread.getState() == Thread.State.TIMED_WAITING);
    }

    void goOnline() {
        publisher.online(session);
    }

    Emitter emitter() {
        return publisher.emitter();
    }

    CompletionStage<Receipt> trigger(Object payload) {
        return emitter().trigger("beep", payload);
    }

    static Receipt stored(CompletionStage<Receipt> stage) throws Exception {
        return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    static Throwable failure(CompletionStage<Receipt> stage) throws Exception {
        Throwable problem =
                stage.handle((receipt, cause) -> cause).toCompletableFuture().get(30, TimeUnit.SECONDS);
        assertThat(problem).as("a failure").isNotNull();
        return problem instanceof CompletionException wrapped ? wrapped.getCause() : problem;
    }

    @AfterEach
    void stopPublisher() throws InterruptedException {
        publisher.close(AT_ONCE);
        thread.join(30_000);
        assertThat(thread.isAlive()).as("the publisher thread has not ended").isFalse();
    }
}
