package io.github.rethinkemitter.internal.dispatch;

import static org.awaitility.Awaitility.await;

import io.github.rethinkemitter.EmitterError;
import io.github.rethinkemitter.LifecycleEvent;
import io.github.rethinkemitter.OnFailure.Then;
import io.github.rethinkemitter.PayloadMismatchException;
import io.github.rethinkemitter.internal.config.AttemptSettings;
import io.github.rethinkemitter.internal.config.DispatchSettings;
import io.github.rethinkemitter.internal.flow.Codec;
import io.github.rethinkemitter.internal.flow.Delivery;
import io.github.rethinkemitter.internal.flow.DeliveryListener;
import io.github.rethinkemitter.internal.flow.EncodedEvent;
import io.github.rethinkemitter.internal.flow.Observer;
import io.github.rethinkemitter.internal.flow.Parking;
import io.github.rethinkemitter.internal.flow.StoredEvent;
import io.github.rethinkemitter.internal.flow.Telemetry;
import io.github.rethinkemitter.internal.flow.ThreadStarter;
import io.github.rethinkemitter.internal.flow.Topic;
import io.github.rethinkemitter.support.LogRecords;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A dispatcher that runs on a thread of its own. Its observers are lambdas, and a payload is the text between the
 * brackets. Its clock moves only when a test moves it; a call is stuck after {@link #WARN_AFTER}.
 */
final class DispatcherFixture implements AutoCloseable {

    static final Duration WARN_AFTER = Duration.ofMillis(100);

    /** No observer is called again with an event that it failed on. */
    static final AttemptSettings ONCE = new AttemptSettings(1, Duration.ZERO, 1, Duration.ZERO, Then.SKIP);

    final List<String> handled = new CopyOnWriteArrayList<>();
    final List<String> leftUnhandled = new CopyOnWriteArrayList<>();
    final List<LifecycleEvent> lifecycle = new CopyOnWriteArrayList<>();
    final List<Throwable> errors = new CopyOnWriteArrayList<>();
    final List<Thread> threads = new CopyOnWriteArrayList<>();
    final AtomicLong nanos = new AtomicLong();
    private final AtomicLong readByWatch = new AtomicLong();
    final ExecutorService pool = Executors.newCachedThreadPool();
    final LogRecords log = new LogRecords("dispatch");
    final Dispatcher dispatcher;
    final Thread thread;

    DispatcherFixture(int bufferSize, Observer... observers) {
        this(bufferOf(bufferSize), observers);
    }

    DispatcherFixture(DispatchSettings settings, Observer... observers) {
        this(settings, fixture -> fixture.pool, observers);
    }

    DispatcherFixture(DispatchSettings settings, Function<DispatcherFixture, Executor> async, Observer... observers) {
        this(settings, async, UnaryOperator.identity(), DispatcherFixture::start, observers);
    }

    /** One that stores what observers fail on. */
    DispatcherFixture(DispatchSettings settings, Parking parking, Observer... observers) {
        this(
                settings,
                fixture -> fixture.pool,
                UnaryOperator.identity(),
                DispatcherFixture::start,
                parking,
                null,
                observers);
    }

    /** One whose calls are measured. */
    DispatcherFixture(
            DispatchSettings settings,
            Function<DispatcherFixture, Executor> async,
            Telemetry telemetry,
            Observer... observers) {
        this(settings, async, UnaryOperator.identity(), DispatcherFixture::start, null, telemetry, observers);
    }

    DispatcherFixture(
            DispatchSettings settings,
            Function<DispatcherFixture, Executor> async,
            UnaryOperator<DeliveryListener> listener,
            ThreadStarter threads,
            Observer... observers) {
        this(settings, async, listener, threads, null, null, observers);
    }

    private DispatcherFixture(
            DispatchSettings settings,
            Function<DispatcherFixture, Executor> async,
            UnaryOperator<DeliveryListener> listener,
            ThreadStarter threads,
            @Nullable Parking parking,
            @Nullable Telemetry telemetry,
            Observer... observers) {
        dispatcher = new Dispatcher(
                "audit",
                settings,
                List.of(observers),
                new DispatchContext(
                        new TextCodec(),
                        async.apply(this),
                        (name, task) -> {
                            var started = threads.start(name, task);
                            this.threads.add(started);
                            return started;
                        },
                        new DispatchContext.Time(this::nanos, () -> Instant.EPOCH.plusNanos(nanos.get())),
                        this::lifecycleEvent,
                        telemetry),
                listener.apply(new Outcomes()),
                parking);
        thread = start("dispatch-under-test", dispatcher);
    }

    static Thread start(String name, Runnable task) {
        var thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    static DispatchSettings bufferOf(int bufferSize) {
        return settings(bufferSize, 1 << 20, WARN_AFTER, null, ONCE);
    }

    static DispatchSettings settings(
            int bufferSize, int bufferBytes, Duration warnAfter, @Nullable Duration timeout, AttemptSettings attempts) {
        return new DispatchSettings(bufferSize, bufferBytes, warnAfter, timeout, attempts, Duration.ofDays(7));
    }

    /** Settings after whose last attempt an event counts as handled. */
    static AttemptSettings attempts(int max, Duration delay, double factor, Duration maxDelay) {
        return new AttemptSettings(max, delay, factor, maxDelay, Then.SKIP);
    }

    private void lifecycleEvent(LifecycleEvent event) {
        if (event instanceof EmitterError error) {
            errors.add(error.cause());
        } else {
            lifecycle.add(event);
        }
    }

    private final class Outcomes implements DeliveryListener {
        @Override
        public void handled(StoredEvent event) {
            handled.add(event.id());
        }

        @Override
        public void leftUnhandled(StoredEvent event) {
            leftUnhandled.add(event.id());
        }
    }

    private long nanos() {
        if (Thread.currentThread().getName().equals("observers-watch")) {
            readByWatch.incrementAndGet();
        }
        return nanos.get();
    }

    /** Waits until the watch thread has looked at all observers as they are now. */
    void awaitNextLook() {
        long before = readByWatch.get();
        // The watch thread reads the time twice for each look.
        await().until(() -> readByWatch.get() >= before + 4);
    }

    void letPass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    <E extends LifecycleEvent> List<E> lifecycleEvents(Class<E> type) {
        return lifecycle.stream().filter(type::isInstance).map(type::cast).toList();
    }

    void deliver(String topic, List<String> texts) throws InterruptedException {
        for (var text : texts) {
            deliver(topic, text);
        }
    }

    void deliver(String topic, String text) throws InterruptedException {
        deliver(topic, text, "node-1", 1);
    }

    void deliver(String topic, String text, @Nullable String src, long seq) throws InterruptedException {
        var stored = new StoredEvent(text, Instant.EPOCH, src, seq, topic, "[" + text + "]", false, null);
        dispatcher.accept(new Delivery(stored, false, true));
        dispatcher.flush();
    }

    /** Delivers on a thread of its own, because it may have to wait. */
    Thread deliverOnOwnThread(String topic, String text) {
        return start("delivering", () -> {
            try {
                deliver(topic, text);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    static boolean isWaiting(Thread thread) {
        return thread.getState() == Thread.State.WAITING || thread.getState() == Thread.State.TIMED_WAITING;
    }

    @Override
    public void close() throws InterruptedException {
        dispatcher.stop(Duration.ofSeconds(5));
        thread.join(30_000);
        pool.shutdownNow();
        boolean poolEnded = pool.awaitTermination(30, TimeUnit.SECONDS); // what it logs is not for the next test
        log.close();
        if (!poolEnded) {
            throw new AssertionError("a thread of the pool still runs");
        }
        if (thread.isAlive()) {
            throw new AssertionError("the dispatching thread still runs");
        }
        for (var started : threads) {
            started.join(30_000);
            if (started.isAlive()) {
                throw new AssertionError(started.getName() + " still runs");
            }
        }
    }

    interface Body {
        void call(@Nullable Object payload) throws Exception;
    }

    record TestObserver(String topic, Type type, boolean async, int priority, String method, Body body)
            implements Observer {
        @Override
        public void call(@Nullable Object payload) throws Exception {
            body.call(payload);
        }
    }

    static TestObserver sync(String topic, Type type, int priority, Body body) {
        return new TestObserver(topic, type, false, priority, "Observers.sync" + priority, body);
    }

    static TestObserver async(String topic, Type type, Body body) {
        return async(topic, type, "Observers.async", body);
    }

    static TestObserver async(String topic, Type type, String method, Body body) {
        return new TestObserver(topic, type, true, 0, method, body);
    }

    /** Decodes texts, ints, and references as an example of what can be changed. */
    private static final class TextCodec implements Codec {
        @Override
        public EncodedEvent encode(Topic topic, @Nullable Object[] args, Map<String, String> headers) {
            throw new UnsupportedOperationException();
        }

        @Override
        public @Nullable Object decode(StoredEvent event, int index, Type type) {
            var text = event.args().substring(1, event.args().length() - 1);
            if (text.equals("null")) {
                return null;
            }
            if (type == AtomicReference.class) {
                return new AtomicReference<>(text);
            }
            if (type == int.class) {
                try {
                    return Integer.valueOf(text);
                } catch (NumberFormatException e) {
                    throw new PayloadMismatchException("RTH0401 no number", e);
                }
            }
            return text.concat("");
        }

        @Override
        public List<@Nullable Object> values(StoredEvent event) {
            return List.of(event.args());
        }

        @Override
        public Map<String, String> headers(@Nullable String json) {
            return Map.of();
        }
    }
}
