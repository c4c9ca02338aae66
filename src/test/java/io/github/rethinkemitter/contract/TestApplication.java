package io.github.rethinkemitter.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.rethinkemitter.Connected;
import io.github.rethinkemitter.Emitter;
import io.github.rethinkemitter.EmitterOptions;
import io.github.rethinkemitter.EmitterStatus;
import io.github.rethinkemitter.LifecycleEvent;
import io.github.rethinkemitter.ParkedEvents;
import io.github.rethinkemitter.RethinkEvent;
import io.github.rethinkemitter.Timeline;
import io.github.rethinkemitter.internal.config.ConfigLookup;
import io.github.rethinkemitter.internal.config.SettingsReader;
import io.github.rethinkemitter.internal.flow.Observer;
import io.github.rethinkemitter.internal.flow.Telemetry;
import io.github.rethinkemitter.internal.flow.ThreadStarter;
import io.github.rethinkemitter.internal.runtime.Channels;
import io.github.rethinkemitter.internal.runtime.RuntimeContext;
import io.github.rethinkemitter.support.server.TestDb;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** An application without a CDI container: it has channels and observers that are lambdas, and keeps the lifecycle events. */
public final class TestApplication implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final List<Observer> observers = new ArrayList<>();
    private final List<LifecycleEvent> lifecycle = new CopyOnWriteArrayList<>();
    private Predicate<LifecycleEvent> keeps = event -> true;
    private final ExecutorService asyncExecutor = Executors.newCachedThreadPool();
    private final Jsonb jsonb = JsonbBuilder.create();
    private EmitterOptions options;
    private ThreadStarter threadStarter = TestApplication::startThread;
    private Telemetry.@Nullable Source telemetry;
    private @Nullable Channels channels;

    private TestApplication(EmitterOptions options) {
        this.options = options;
    }

    public static TestApplication on(TestDb db) {
        return new TestApplication(EmitterOptions.of(db.url().toString()).with("reconnect.max-delay", "500ms"))
                .with("publish.pack", db.packing() ? "auto" : "never");
    }

    /** An application with these options. */
    public static TestApplication of(EmitterOptions options) {
        return new TestApplication(options);
    }

    /** An application, in another process, with the options that {@link #arguments} has written. */
    public static TestApplication of(String[] arguments) {
        var options = EmitterOptions.none();
        for (String argument : arguments) {
            int equalsSign = argument.indexOf('=');
            options = options.with(argument.substring(0, equalsSign), argument.substring(equalsSign + 1));
        }
        return of(options);
    }

    /** Writes options as arguments of a main class. */
    public static String[] arguments(EmitterOptions options) {
        return options.values().entrySet().stream()
                .map(option -> option.getKey() + "=" + option.getValue())
                .toArray(String[]::new);
    }

    /** Adds an option. Call this before the start. */
    public TestApplication with(String option, Object value) {
        options = options.with(option, value);
        return this;
    }

    /** Replaces what starts the library's threads. Call this before the start. */
    TestApplication withThreads(ThreadStarter starter) {
        threadStarter = starter;
        return this;
    }

    /** Has its events traced and measured. Call this before the start. */
    TestApplication withTelemetry(Telemetry.Source source) {
        telemetry = source;
        return this;
    }

    /** Keeps no lifecycle events but these: others may hold payloads. Call this before the start. */
    TestApplication keeping(Predicate<LifecycleEvent> kept) {
        keeps = kept;
        return this;
    }

    private void keep(LifecycleEvent event) {
        if (keeps.test(event)) {
            lifecycle.add(event);
        }
    }

    /** Adds an observer. Call this before the start. */
    public <T> TestApplication observing(String topic, Class<T> type, Consumer<? super T> method) {
        return observing("TestApplication." + topic, topic, type, method);
    }

    /** Adds an observer whose method is called so. Call this before the start. */
    public <T> TestApplication observing(String name, String topic, Class<T> type, Consumer<? super T> method) {
        observers.add(new LambdaObserver(name, topic, type, false, payload -> method.accept(type.cast(payload))));
        return this;
    }

    /** Adds an asynchronous observer. Call this before the start. */
    <T> TestApplication observingAsync(String topic, Class<T> type, Consumer<? super T> method) {
        observers.add(new LambdaObserver(
                "TestApplication." + topic, topic, type, true, payload -> method.accept(type.cast(payload))));
        return this;
    }

    /** Adds an observer that keeps every event. Call this before the start. */
    ObservedEvents recording() {
        var observed = new ObservedEvents();
        observing("**", RethinkEvent.class, observed::add);
        return observed;
    }

    /** Starts the application and waits for nothing. */
    public TestApplication started() {
        var settings = SettingsReader.read(ConfigLookup.none(), Map.of("", options), Set.of(""));
        var context =
                new RuntimeContext(InstantSource.system(), threadStarter, asyncExecutor, jsonb, this::keep, telemetry);
        channels = Channels.of(settings, channel -> List.copyOf(observers), context);
        channels.start();
        return this;
    }

    /** Starts the application and waits until its subscription is confirmed. */
    public TestApplication connected() {
        started();
        awaitLifecycle(Connected.class);
        return this;
    }

    public Emitter emitter() {
        return channels.of("").emitter();
    }

    public ParkedEvents parkedEvents() {
        return channels.of("").parked();
    }

    public EmitterStatus status() {
        return channels.of("").status();
    }

    public Timeline timeline() {
        return channels.of("").timeline();
    }

    /** The lifecycle events so far. */
    List<LifecycleEvent> lifecycle() {
        return lifecycle;
    }

    public <T extends LifecycleEvent> List<T> lifecycle(Class<T> kind) {
        return lifecycle.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** Waits for a lifecycle event of this kind and returns the first one. */
    public <T extends LifecycleEvent> T awaitLifecycle(Class<T> kind) {
        return awaitLifecycle(kind, TIMEOUT);
    }

    public <T extends LifecycleEvent> T awaitLifecycle(Class<T> kind, Duration timeout) {
        await().atMost(timeout).untilAsserted(() -> assertThat(lifecycle(kind)).isNotEmpty());
        return lifecycle(kind).get(0);
    }

    /** Stops the channels in order. */
    void stop() {
        channels.close();
    }

    @Override
    public void close() throws Exception {
        if (channels != null) {
            channels.close();
        }
        asyncExecutor.shutdownNow();
        jsonb.close();
    }

    private static Thread startThread(String name, Runnable work) {
        var thread = new Thread(work, name);
        thread.start();
        return thread;
    }

    private record LambdaObserver(String method, String topic, Type type, boolean async, Method body)
            implements Observer {

        @Override
        public int priority() {
            return 2500;
        }

        @Override
        public void call(Object payload) throws Exception {
            body.call(payload);
        }
    }

    private interface Method {
        void call(Object payload) throws Exception;
    }
}
