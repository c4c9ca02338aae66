package io.github.rethinkemitter.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.rethinkemitter.Connected;
import io.github.rethinkemitter.Emitter;
import io.github.rethinkemitter.EmitterOptions;
import io.github.rethinkemitter.LifecycleEvent;
import io.github.rethinkemitter.RethinkEvent;
import io.github.rethinkemitter.internal.config.ConfigLookup;
import io.github.rethinkemitter.internal.config.SettingsReader;
import io.github.rethinkemitter.internal.flow.Observer;
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
import org.jspecify.annotations.Nullable;

/** One server's application without its container: the channels, observers given as lambdas, and what they were told. */
public final class TestApplication implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final List<Observer> observers = new ArrayList<>();
    private final List<LifecycleEvent> lifecycle = new CopyOnWriteArrayList<>();
    private final ExecutorService async = Executors.newCachedThreadPool();
    private final Jsonb jsonb = JsonbBuilder.create();
    private EmitterOptions options;
    private ThreadStarter threads = TestApplication::thread;
    private @Nullable Channels channels;

    private TestApplication(EmitterOptions options) {
        this.options = options;
    }

    static TestApplication on(TestDb db) {
        return new TestApplication(EmitterOptions.of(db.url().toString()).with("reconnect.max-delay", "500ms"));
    }

    /** With these options. */
    public static TestApplication of(EmitterOptions options) {
        return new TestApplication(options);
    }

    /** With the options that {@link #arguments} wrote, in another process. */
    public static TestApplication of(String[] arguments) {
        var options = EmitterOptions.none();
        for (String argument : arguments) {
            int sign = argument.indexOf('=');
            options = options.with(argument.substring(0, sign), argument.substring(sign + 1));
        }
        return of(options);
    }

    /** Options as arguments of a main class. */
    public static String[] arguments(EmitterOptions options) {
        return options.values().entrySet().stream()
                .map(option -> option.getKey() + "=" + option.getValue())
                .toArray(String[]::new);
    }

    /** With one more option; before it is started. */
    public TestApplication with(String option, Object value) {
        options = options.with(option, value);
        return this;
    }

    /** On other threads; before it is started. */
    TestApplication on(ThreadStarter other) {
        threads = other;
        return this;
    }

    /** With one more observer; before it is started. */
    public <T> TestApplication observing(String topic, Class<T> type, Consumer<? super T> method) {
        observers.add(new LambdaObserver(topic, type, false, payload -> method.accept(type.cast(payload))));
        return this;
    }

    /** With one more asynchronous observer; before it is started. */
    <T> TestApplication observingAsync(String topic, Class<T> type, Consumer<? super T> method) {
        observers.add(new LambdaObserver(topic, type, true, payload -> method.accept(type.cast(payload))));
        return this;
    }

    /** Records every event, as they come. */
    ObservedEvents recording() {
        var recorder = new ObservedEvents();
        observing("**", RethinkEvent.class, recorder::record);
        return recorder;
    }

    /** Starts without waiting for anything. */
    public TestApplication started() {
        var settings = SettingsReader.read(ConfigLookup.none(), Map.of("", options), Set.of(""));
        var context = new RuntimeContext(InstantSource.system(), threads, async, jsonb, lifecycle::add);
        channels = Channels.of(settings, channel -> List.copyOf(observers), context);
        channels.start();
        return this;
    }

    /** Starts, and waits until the subscription stands. */
    public TestApplication connected() {
        started();
        awaitLifecycle(Connected.class);
        return this;
    }

    public Emitter emitter() {
        return channels.emitter("");
    }

    List<LifecycleEvent> lifecycle() {
        return lifecycle;
    }

    public <T extends LifecycleEvent> List<T> lifecycle(Class<T> kind) {
        return lifecycle.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    public <T extends LifecycleEvent> T awaitLifecycle(Class<T> kind) {
        return awaitLifecycle(kind, PATIENCE);
    }

    public <T extends LifecycleEvent> T awaitLifecycle(Class<T> kind, Duration patience) {
        await().atMost(patience).untilAsserted(() -> assertThat(lifecycle(kind)).isNotEmpty());
        return lifecycle(kind).get(0);
    }

    /** Stops in order. */
    void stop() {
        channels.close();
    }

    @Override
    public void close() throws Exception {
        if (channels != null) {
            channels.close();
        }
        async.shutdownNow();
        jsonb.close();
    }

    private static Thread thread(String name, Runnable work) {
        var thread = new Thread(work, name);
        thread.start();
        return thread;
    }

    private record LambdaObserver(String topic, Type type, boolean async, Method body) implements Observer {

        @Override
        public int priority() {
            return 2500;
        }

        @Override
        public String method() {
            return "TestApplication." + topic;
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
