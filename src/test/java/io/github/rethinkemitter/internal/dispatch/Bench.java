package io.github.rethinkemitter.internal.dispatch;

import io.github.rethinkemitter.LifecycleEvent;
import io.github.rethinkemitter.PayloadMismatchException;
import io.github.rethinkemitter.internal.flow.Codec;
import io.github.rethinkemitter.internal.flow.Completion;
import io.github.rethinkemitter.internal.flow.Content;
import io.github.rethinkemitter.internal.flow.Delivery;
import io.github.rethinkemitter.internal.flow.Observer;
import io.github.rethinkemitter.internal.flow.Signals;
import io.github.rethinkemitter.internal.flow.Stored;
import io.github.rethinkemitter.internal.flow.Topic;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A dispatcher on a thread, with observers that are lambdas and payloads that are the text between the brackets. */
final class Bench implements AutoCloseable {

    final List<String> handled = new CopyOnWriteArrayList<>();
    final List<LifecycleEvent> lifecycle = new CopyOnWriteArrayList<>();
    final List<Throwable> errors = new CopyOnWriteArrayList<>();
    final ExecutorService pool = Executors.newFixedThreadPool(4);
    final Dispatcher dispatcher;
    final Thread thread;

    Bench(int bufferSize, Observer... observers) {
        dispatcher = new Dispatcher(
                "audit",
                bufferSize,
                List.of(observers),
                new Ports(new TextCodec(), pool, new Errors(), lifecycle::add, new Completion() {
                    @Override
                    public void handled(Stored event) {
                        handled.add(event.id());
                    }

                    @Override
                    public void leftUnhandled(Stored event) {}
                }));
        thread = new Thread(dispatcher, "dispatch-under-test");
        thread.start();
    }

    void deliver(String topic, String text) throws InterruptedException {
        deliver(topic, text, "node-1", 1);
    }

    void deliver(String topic, String text, @Nullable String src, long seq) throws InterruptedException {
        var stored = new Stored(text, Instant.EPOCH, src, seq, topic, "[" + text + "]", false, null);
        dispatcher.accept(new Delivery(stored, false, true));
        dispatcher.flush();
    }

    @Override
    public void close() throws InterruptedException {
        dispatcher.stop(Duration.ofSeconds(30));
        thread.join(30_000);
        pool.shutdownNow();
        if (thread.isAlive()) {
            throw new AssertionError("the dispatch thread is left");
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
        return new Seat(topic, type, true, 0, "Bench.async", body);
    }

    private final class Errors implements Signals {
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
        public Content encode(Topic topic, @Nullable Object[] args, Map<String, String> headers) {
            throw new UnsupportedOperationException();
        }

        @Override
        public @Nullable Object decode(Stored event, int index, Type type) {
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
                    throw new PayloadMismatchException("RTH0104 no number", e);
                }
            }
            return text.concat("");
        }

        @Override
        public List<@Nullable Object> values(Stored event) {
            return List.of(event.args());
        }

        @Override
        public Map<String, String> headers(@Nullable String json) {
            return Map.of();
        }
    }
}
