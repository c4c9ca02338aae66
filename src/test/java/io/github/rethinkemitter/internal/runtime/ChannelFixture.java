package io.github.rethinkemitter.internal.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.rethinkemitter.LifecycleEvent;
import io.github.rethinkemitter.Reconnecting;
import io.github.rethinkemitter.internal.config.ChannelSettings;
import io.github.rethinkemitter.internal.config.SettingsReader;
import io.github.rethinkemitter.internal.flow.Observer;
import io.github.rethinkemitter.support.FixedConfig;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The channels of an application on a scripted store. */
final class ChannelFixture implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(30);

    final ScriptedStore store = new ScriptedStore();
    final List<LifecycleEvent> lifecycle = new CopyOnWriteArrayList<>();
    final List<String> observed = new CopyOnWriteArrayList<>();
    final List<Thread> threads = new CopyOnWriteArrayList<>();
    /** The names of threads that end before they run anything. */
    final Set<String> endingThreads = new HashSet<>();
    /** What each observer does with a payload after it has noted it. */
    volatile Consumer<Object> observer = payload -> {};

    volatile boolean asynchronous;

    final Map<String, String> options = new HashMap<>(Map.of("reconnect.delay", "1ms", "reconnect.max-delay", "4ms"));
    Consumer<LifecycleEvent> listener = event -> {};

    private final ExecutorService async = Executors.newCachedThreadPool();
    private final Jsonb jsonb = JsonbBuilder.create();
    private @Nullable Channels channels;

    Thread thread(ThreadRole role) {
        return threads.stream()
                .filter(thread -> thread.getName().equals("rethink-emitter-" + role.thread()))
                .findFirst()
                .orElseThrow();
    }

    Channels start(String... topics) {
        var started = prepare(topics);
        started.start();
        return started;
    }

    Channels prepare(String... topics) {
        var settings = SettingsReader.read(new FixedConfig(options), Map.of(), Set.of(""));
        var observers =
                List.of(topics).stream().<Observer>map(TopicObserver::new).toList();
        // When the test sets a url, the store is the one that the url names.
        var prepared = options.containsKey("url")
                ? Channels.of(settings, channel -> observers, context())
                : Channels.of(
                        settings, (ChannelSettings one) -> Channel.of(one, observers, context(), store), Instant.EPOCH);
        channels = prepared;
        return prepared;
    }

    private RuntimeContext context() {
        return new RuntimeContext(
                InstantSource.system(),
                (name, task) -> {
                    var thread = new Thread(endingThreads.contains(name) ? () -> {} : task, name);
                    threads.add(thread);
                    thread.start();
                    return thread;
                },
                async,
                jsonb,
                event -> {
                    lifecycle.add(event);
                    listener.accept(event);
                },
                null);
    }

    /** Waits, and lets interrupts end nothing. */
    static void awaitIgnoringInterrupts(CountDownLatch latch) {
        boolean interrupted = false;
        while (latch.getCount() > 0) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for so many lifecycle events, not counting {@code Reconnecting}. Returns their names. */
    List<String> awaitLifecycle(int count) {
        await().atMost(PATIENCE).until(() -> names().size() >= count);
        return names();
    }

    <T extends LifecycleEvent> List<T> lifecycleEvents(Class<T> type) {
        return lifecycle.stream().filter(type::isInstance).map(type::cast).collect(Collectors.toList());
    }

    private List<String> names() {
        return lifecycle.stream()
                .filter(event -> !(event instanceof Reconnecting))
                .map(event -> event.getClass().getSimpleName())
                .toList();
    }

    /** Closes the channels, and waits until their threads have ended: those on which callbacks run end by themselves. */
    @Override
    public void close() throws Exception {
        if (channels != null) {
            channels.close();
        }
        async.shutdownNow();
        jsonb.close();
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(threads).noneMatch(Thread::isAlive));
    }

    private final class TopicObserver implements Observer {

        private final String topic;

        TopicObserver(String topic) {
            this.topic = topic;
        }

        @Override
        public String topic() {
            return topic;
        }

        @Override
        public Type type() {
            return String.class;
        }

        @Override
        public boolean async() {
            return asynchronous;
        }

        @Override
        public int priority() {
            return 0;
        }

        @Override
        public String method() {
            return "Observers." + topic;
        }

        @Override
        public void call(@Nullable Object payload) {
            observed.add(topic + "=" + payload);
            observer.accept(payload);
        }
    }
}
