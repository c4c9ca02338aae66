package io.github.rethinkemitter.internal.dispatch;

import static org.awaitility.Awaitility.await;

import io.github.rethinkemitter.LifecycleEvent;
import io.github.rethinkemitter.PayloadMismatchException;
import io.github.rethinkemitter.internal.config.DispatchSettings;
import io.github.rethinkemitter.internal.flow.ChannelListener;
import io.github.rethinkemitter.internal.flow.Codec;
import io.github.rethinkemitter.internal.flow.Delivery;
import io.github.rethinkemitter.internal.flow.DeliveryListener;
import io.github.rethinkemitter.internal.flow.EncodedEvent;
import io.github.rethinkemitter.internal.flow.Observer;
import io.github.rethinkemitter.internal.flow.StoredEvent;
import io.github.rethinkemitter.internal.flow.ThreadStarter;
import io.github.rethinkemitter.internal.flow.Topic;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A dispatcher on a thread, with observers that are lambdas and payloads that are the text between the brackets. Its clock
 * stands still unless a test moves it; a call is stuck after {@link #WARN_AFTER}.
 */
final class DispatcherFixture implements AutoCloseable {

    static final Duration WARN_AFTER = Duration.ofMillis(100);

    final List<String> handled = new CopyOnWriteArrayList<>();
    final List<String> left = new CopyOnWriteArrayList<>();
    final List<LifecycleEvent> lifecycle = new CopyOnWriteArrayList<>();
    final List<Throwable> errors = new CopyOnWriteArrayList<>();
    final List<Thread> threads = new CopyOnWriteArrayList<>();
    final AtomicLong nanos = new AtomicLong();
    private final AtomicLong watched = new AtomicLong();
    final ExecutorService pool = Executors.newCachedThreadPool();
    final LogRecords log = new LogRecords();
    final Dispatcher dispatcher;
    final Thread thread;

    DispatcherFixture(int bufferSize, Observer... observers) {
        this(with(bufferSize), observers);
    }

    DispatcherFixture(DispatchSettings settings, Observer... observers) {
        this(settings, bench -> bench.pool, observers);
    }

    DispatcherFixture(DispatchSettings settings, Function<DispatcherFixture, Executor> async, Observer... observers) {
        this(settings, async, told -> told, DispatcherFixture::start, observers);
    }

    DispatcherFixture(
            DispatchSettings settings,
            Function<DispatcherFixture, Executor> async,
            UnaryOperator<DeliveryListener> completion,
            ThreadStarter threads,
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
                        new Errors(),
                        lifecycle::add,
                        completion.apply(new Told())));
        thread = start("dispatch-under-test", dispatcher);
    }

    static Thread start(String name, Runnable task) {
        var thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    static DispatchSettings with(int bufferSize) {
        return new DispatchSettings(bufferSize, 1 << 20, WARN_AFTER, null);
    }

    private final class Told implements DeliveryListener {
        @Override
        public void handled(StoredEvent event) {
            handled.add(event.id());
        }

        @Override
        public void leftUnhandled(StoredEvent event) {
            left.add(event.id());
        }
    }

    private long nanos() {
        if (Thread.currentThread().getName().equals("observers-watch")) {
            watched.incrementAndGet();
        }
        return nanos.get();
    }

    /** Waits until the thread that watches the observers has looked at all of them, as they are now. */
    void awaitLook() {
        long before = watched.get();
        // It asks for the time twice each time.
        await().until(() -> watched.get() >= before + 4);
    }

    /** Time passes. */
    void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    <E extends LifecycleEvent> List<E> told(Class<E> type) {
        return lifecycle.stream().filter(type::isInstance).map(type::cast).toList();
    }

    void deliver(String topic, String text) throws InterruptedException {
        deliver(topic, text, "node-1", 1);
    }

    void deliver(String topic, String text, @Nullable String src, long seq) throws InterruptedException {
        var stored = new StoredEvent(text, Instant.EPOCH, src, seq, topic, "[" + text + "]", false, null);
        dispatcher.accept(new Delivery(stored, false, true));
        dispatcher.flush();
    }

    /** Delivers on a thread of its own, which may have to wait. */
    Thread delivering(String topic, String text) {
        return start("delivering", () -> {
            try {
                deliver(topic, text);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    static boolean waits(Thread thread) {
        return thread.getState() == Thread.State.WAITING || thread.getState() == Thread.State.TIMED_WAITING;
    }

    @Override
    public void close() throws InterruptedException {
        dispatcher.stop(Duration.ofSeconds(5));
        thread.join(30_000);
        pool.shutdownNow();
        log.close();
        if (thread.isAlive()) {
            throw new AssertionError("the dispatch thread is left");
        }
        for (var started : threads) {
            started.join(30_000);
            if (started.isAlive()) {
                throw new AssertionError(started.getName() + " is left");
            }
        }
    }

    interface Body {
        void call(@Nullable Object payload) throws Exception;
    }

    record Seat(String topic, Type type, boolean async, int priority, String method, Body body) implements Observer {
        @Override
        public void call(@Nullable Object payload) throws Exception {
            body.call(payload);
        }
    }

    static Seat sync(String topic, Type type, int priority, Body body) {
        return new Seat(topic, type, false, priority, "Bench.sync" + priority, body);
    }

    static Seat async(String topic, Type type, Body body) {
        return async(topic, type, "Bench.async", body);
    }

    static Seat async(String topic, Type type, String method, Body body) {
        return new Seat(topic, type, true, 0, method, body);
    }

    private final class Errors implements ChannelListener {
        @Override
        public void connected() {}

        @Override
        public void disconnected(Throwable cause) {}

        @Override
        public void reconnecting(int attempt, Duration delay) {}

        @Override
        public void reconnected(Duration downtime) {}

        @Override
        public void caughtUp(long count) {}

        @Override
        public void missed(long count, Instant from, Instant to, String cause) {}

        @Override
        public void error(Phase phase, Throwable cause) {
            errors.add(cause);
        }
    }

    /** Knows texts, ints and references, the last as an example of what can be changed. */
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
