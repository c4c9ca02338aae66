package io.github.rethinkemitter.internal.dispatch;

import io.github.rethinkemitter.OnFailure.Then;
import io.github.rethinkemitter.benchmarks.contenders.Payload;
import io.github.rethinkemitter.benchmarks.contenders.Scenario;
import io.github.rethinkemitter.internal.codec.JsonbCodec;
import io.github.rethinkemitter.internal.config.AttemptSettings;
import io.github.rethinkemitter.internal.config.DispatchSettings;
import io.github.rethinkemitter.internal.flow.Delivery;
import io.github.rethinkemitter.internal.flow.DeliveryListener;
import io.github.rethinkemitter.internal.flow.Observer;
import io.github.rethinkemitter.internal.flow.StoredEvent;
import jakarta.json.bind.JsonbBuilder;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Brings an event to an observer, with its payload as an object: from the feed loop's thread to the dispatching thread. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class DispatchBenchmark {

    private static final int EVENTS = 1000;
    private static final int MAX_SIZE = 1 << 20;

    private final Delivery delivery = new Delivery(
            new StoredEvent(
                    "id",
                    Instant.EPOCH,
                    "src",
                    1,
                    Scenario.TOPIC,
                    "[\"" + Scenario.TOPIC + "\"," + Payload.of(1, 1).json() + "]",
                    false,
                    null),
            false,
            false);
    private volatile long last;
    private Dispatcher dispatcher;

    @Setup
    public void start() {
        var codec = new JsonbCodec(JsonbBuilder.create(), MAX_SIZE);
        var context = new DispatchContext(
                codec,
                Runnable::run,
                DispatchBenchmark::start,
                new DispatchContext.Time(System::nanoTime, InstantSource.system()),
                event -> {},
                null);
        var settings = new DispatchSettings(
                EVENTS,
                16 * MAX_SIZE,
                Duration.ofSeconds(30),
                null,
                new AttemptSettings(3, Duration.ofSeconds(1), 2, Duration.ofMinutes(1), Then.SKIP),
                Duration.ofDays(7));
        dispatcher = new Dispatcher("", settings, List.of(new LastSent()), context, new NoListener(), null);
        new Thread(dispatcher, "observers").start();
    }

    private static Thread start(String name, Runnable task) {
        var thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static final class NoListener implements DeliveryListener {

        @Override
        public void handled(StoredEvent event) {}

        @Override
        public void leftUnhandled(StoredEvent event) {}
    }

    @TearDown
    public void stop() {
        dispatcher.stop(Duration.ofSeconds(1));
    }

    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public void dispatch() throws InterruptedException {
        for (int i = 0; i < EVENTS; i++) {
            dispatcher.accept(delivery);
        }
        dispatcher.flush();
    }

    private final class LastSent implements Observer {

        @Override
        public String topic() {
            return Scenario.TOPIC;
        }

        @Override
        public Type type() {
            return Payload.class;
        }

        @Override
        public boolean async() {
            return false;
        }

        @Override
        public int priority() {
            return 0;
        }

        @Override
        public String method() {
            return "LastSent.call";
        }

        @Override
        public void call(Object payload) {
            last = ((Payload) payload).sent();
        }
    }
}
