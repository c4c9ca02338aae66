package io.github.rethinkemitter.internal.runtime;

import io.github.rethinkemitter.Connected;
import io.github.rethinkemitter.EmitterOptions;
import io.github.rethinkemitter.EventParked;
import io.github.rethinkemitter.LifecycleEvent;
import io.github.rethinkemitter.RethinkEvent;
import io.github.rethinkemitter.internal.config.ConfigLookup;
import io.github.rethinkemitter.internal.config.SettingsReader;
import io.github.rethinkemitter.internal.flow.Bookmark;
import io.github.rethinkemitter.internal.flow.EventStore;
import io.github.rethinkemitter.internal.flow.Observer;
import io.github.rethinkemitter.internal.flow.ParkedStore;
import io.github.rethinkemitter.internal.flow.SaveResult;
import io.github.rethinkemitter.internal.flow.Session;
import io.github.rethinkemitter.internal.flow.ThreadStarter;
import io.github.rethinkemitter.internal.rethink.RethinkStore;
import jakarta.json.bind.JsonbBuilder;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * A subscriber in a process of its own, whose observer fails on events with the text {@code fail} and ends the process on those with
 * {@code halt}. The process ends as if it were killed, with exit code 9, at the step that {@code -Dhalt} names. Prints
 * {@code connected}, {@code called TEXT} before the observer does anything, {@code handled TEXT} at its end, and {@code parked ID}.
 */
public final class HaltingSubscriber {

    /** Moments between an observer's last failure and the position behind the event. */
    public enum Step {
        NEVER,
        BEFORE_PARK,
        AFTER_PARK,
        EVENT_PARKED,
        BEFORE_SAVE,
        AFTER_SAVE
    }

    public static final int EXIT_CODE = 9;

    private static final Step HALT = Step.valueOf(System.getProperty("halt", "NEVER"));
    private static volatile boolean parked;

    private HaltingSubscriber() {}

    private static void at(Step step) {
        if (step == HALT) {
            Runtime.getRuntime().halt(EXIT_CODE);
        }
    }

    /** Runs until its standard input has a line, or ends. */
    public static void main(String[] arguments) throws Exception {
        var options = EmitterOptions.none();
        for (String argument : arguments) {
            int equalsSign = argument.indexOf('=');
            options = options.with(argument.substring(0, equalsSign), argument.substring(equalsSign + 1));
        }
        var settings = SettingsReader.read(ConfigLookup.none(), Map.of("", options), Set.of(""));
        ThreadStarter threads = (name, work) -> {
            var thread = new Thread(work, name);
            thread.start();
            return thread;
        };
        var executor = Executors.newCachedThreadPool();
        try (var jsonb = JsonbBuilder.create()) {
            var context = new RuntimeContext(
                    InstantSource.system(), threads, executor, jsonb, HaltingSubscriber::lifecycle, null);
            var channels = Channels.of(
                    settings,
                    one -> Channel.of(
                            one,
                            List.of(new TextObserver()),
                            context,
                            new HaltingStore(new RethinkStore(one, threads))),
                    Instant.EPOCH);
            channels.start();
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
            channels.close();
        } finally {
            executor.shutdownNow();
        }
    }

    private static void lifecycle(LifecycleEvent event) {
        if (event instanceof Connected) {
            System.out.println("connected");
        } else if (event instanceof EventParked one) {
            System.out.println("parked " + one.event().id());
            parked = true;
            at(Step.EVENT_PARKED);
        }
    }

    private static final class TextObserver implements Observer {

        @Override
        public String topic() {
            return "beep";
        }

        @Override
        public Type type() {
            return RethinkEvent.class;
        }

        @Override
        public boolean async() {
            return false;
        }

        @Override
        public int priority() {
            return 2500;
        }

        @Override
        public String method() {
            return "HaltingSubscriber.beep";
        }

        @Override
        public void call(@Nullable Object payload) {
            var text = String.valueOf(((RethinkEvent) payload).payload(String.class));
            System.out.println("called " + text);
            switch (text) {
                case "fail" -> throw new IllegalStateException("on purpose");
                case "halt" -> Runtime.getRuntime().halt(EXIT_CODE);
                default -> System.out.println("handled " + text);
            }
        }
    }

    private record HaltingStore(EventStore store) implements EventStore {

        @Override
        public Session open() throws java.io.IOException {
            var session = store.open();
            var parkedStore = around(ParkedStore.class, session.parked(), HaltingStore::park);
            return around(Session.class, session, call -> session(call, parkedStore));
        }

        @Override
        public io.github.rethinkemitter.internal.flow.TableReader openReader() throws java.io.IOException {
            return store.openReader();
        }

        @Override
        public io.github.rethinkemitter.internal.flow.TimelineReader openTimeline() throws java.io.IOException {
            return store.openTimeline();
        }

        private static @Nullable Object park(Call call) throws Throwable {
            boolean parks = call.method().getName().equals("park");
            if (parks) {
                at(Step.BEFORE_PARK);
            }
            var answer = call.proceed();
            if (parks) {
                at(Step.AFTER_PARK);
            }
            return answer;
        }

        private static @Nullable Object session(Call call, ParkedStore parkedStore) throws Throwable {
            boolean saves =
                    parked && call.arguments().size() > 1 && call.arguments().get(1) instanceof Bookmark;
            if (saves) {
                at(Step.BEFORE_SAVE);
            }
            var answer = call.method().getName().equals("parked") ? parkedStore : call.proceed();
            if (saves) {
                @SuppressWarnings("unchecked")
                var saved = (CompletionStage<SaveResult>) answer;
                return saved.thenApply(result -> {
                    at(Step.AFTER_SAVE);
                    return result;
                });
            }
            return answer;
        }
    }

    private record Call(Object target, Method method, List<@Nullable Object> arguments) {

        @Nullable
        Object proceed() throws Throwable {
            try {
                return method.invoke(target, arguments.toArray());
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }
    }

    private interface Advice {
        @Nullable
        Object of(Call call) throws Throwable;
    }

    private static <T> T around(Class<T> type, T target, Advice advice) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) ->
                        advice.of(new Call(target, method, arguments == null ? List.of() : Arrays.asList(arguments)))));
    }
}
