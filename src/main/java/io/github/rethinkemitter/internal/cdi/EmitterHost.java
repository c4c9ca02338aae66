package io.github.rethinkemitter.internal.cdi;

import io.github.rethinkemitter.ChannelStatus;
import io.github.rethinkemitter.ConfigurationException;
import io.github.rethinkemitter.EmitterException;
import io.github.rethinkemitter.internal.config.ChannelSettings;
import io.github.rethinkemitter.internal.config.ConfigLookup;
import io.github.rethinkemitter.internal.config.LifecycleSettings;
import io.github.rethinkemitter.internal.config.StartupNotices;
import io.github.rethinkemitter.internal.flow.FailureRules;
import io.github.rethinkemitter.internal.flow.Observer;
import io.github.rethinkemitter.internal.flow.Telemetry;
import io.github.rethinkemitter.internal.flow.ThreadStarter;
import io.github.rethinkemitter.internal.health.ChannelStates;
import io.github.rethinkemitter.internal.runtime.Channels;
import io.github.rethinkemitter.internal.runtime.RuntimeContext;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.BeforeDestroyed;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Shutdown;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The channels of one application, from its start to its stop. */
@Singleton
class EmitterHost implements ChannelStates {

    // After the application's own observers of Startup, which may prepare what its observers of events need; and
    // after those of Shutdown, which may trigger events.
    static final int LATE = 3000;

    private enum Phase {
        /** Events are stored; no observer is called. */
        PREPARED,
        STARTED,
        /** Events are stored; no observer is called any more. */
        STOPPING,
        /** Final. */
        STOPPED
    }

    private record Running(Channels channels, ObserverInvoker invoker, AutoCloseable jsonb) {}

    /** What the application and the container provide. It is looked up on the thread that starts the application. */
    private record Provided(
            ThreadSupply threads, Supplier<ApplicationBeans.OwnedJsonb> jsonb, Telemetry.@Nullable Source telemetry) {}

    private final Catalogue catalogue;
    private final ApplicationBeans application;
    private Phase phase = Phase.PREPARED; // guarded by this, as are those below
    private @Nullable ApplicationSettings settings;
    private @Nullable Provided provided;
    private @Nullable Running running;
    private @Nullable Thread startingThread;
    private @Nullable String underConstruction; // which bean of the application is being made

    @Inject
    EmitterHost(Catalogue catalogue, ApplicationBeans application) {
        this.catalogue = catalogue;
        this.application = application;
    }

    /** Reads the configuration. */
    synchronized ApplicationSettings settings() {
        var known = settings;
        if (known == null) {
            known = ApplicationSettings.read(
                    catalogue, ConfigLookup.find(), make("EmitterOptions", application::options));
            settings = known;
        }
        return known;
    }

    // The application makes these. If the bean that makes them has an emitter injected, this is called again meanwhile.
    private synchronized <T extends @Nullable Object> T make(String what, Supplier<T> maker) {
        if (underConstruction != null) {
            throw new ConfigurationException(
                    "RTH0529 a bean that has an emitter injected is needed to make the " + underConstruction
                            + " of the emitters. Make its producer method static, or put that into a bean without emitters",
                    null);
        }
        underConstruction = what;
        try {
            return maker.get();
        } finally {
            underConstruction = null;
        }
    }

    InjectedEmitter emitter(String channel) {
        return new InjectedEmitter(channels().of(channel).emitter(), channel);
    }

    InjectedParkedEvents parked(String channel) {
        return new InjectedParkedEvents(channels().of(channel).parked(), channel);
    }

    InjectedStatus status(String channel) {
        return new InjectedStatus(channels().of(channel).status(), channel);
    }

    InjectedTimeline timeline(String channel) {
        return new InjectedTimeline(channels().of(channel).timeline(), channel);
    }

    // A health check may come on any thread and before the start. So it makes nothing and starts nothing.
    @Override
    public Optional<List<ChannelStatus>> now() {
        Channels channels;
        synchronized (this) {
            if (isUnused()) {
                return Optional.of(List.of());
            }
            if (running == null) {
                return Optional.empty();
            }
            channels = running.channels();
        }
        return Optional.of(settings().channels().values().stream()
                .filter(channel -> channel.life().health())
                .map(channel -> channels.of(channel.name()).status().now())
                .toList());
    }

    private Channels channels() {
        var channels = running().channels();
        // No channel was in use at the start, or the starting thread has not started the channels yet.
        if (hasStarted()) {
            channels.start();
        }
        return channels;
    }

    void start(@Observes @Priority(LATE) Startup event) {
        synchronized (this) {
            if (phase != Phase.PREPARED) {
                return;
            }
            phase = Phase.STARTED;
            if (isUnused()) {
                // Its observers of lifecycle events may name unknown channels, which is a problem of the deployment.
                if (!catalogue.lifecycleChannels().isEmpty()) {
                    settings();
                }
                return;
            }
            // A problem of the deployment is thrown here. The rest takes a while, and does not hold up the deployment.
            var starter = provided().threads().threads();
            if (settings().channels().values().stream().noneMatch(EmitterHost::isAwaited)
                    && startsOnThreadOfItsOwn(starter)) {
                return;
            }
        }
        startChannels();
    }

    // An application that has the library but does not use it gets no connection.
    private boolean isUnused() {
        return running == null
                && catalogue.channels().isEmpty()
                && catalogue.rows().isEmpty();
    }

    private boolean startsOnThreadOfItsOwn(ThreadStarter threads) {
        try {
            startingThread = threads.start("rethink-emitter-start", this::startOrLog);
            return true;
        } catch (EmitterException e) {
            return false; // the channels start on this thread, and report which threads they cannot have
        }
    }

    // The embedded server may be missing, which is a problem of the deployment too.
    private static boolean isAwaited(ChannelSettings settings) {
        return settings.life().startup() != LifecycleSettings.Startup.BACKGROUND
                || settings.connection().embedded() != null;
    }

    private void startOrLog() {
        try {
            startChannels();
        } catch (Throwable e) { // nobody else would report it
            Log.notStarted(e);
        }
    }

    private void startChannels() {
        Running now;
        synchronized (this) {
            if (phase != Phase.STARTED) {
                return;
            }
            now = running();
            Log.started(
                    catalogue,
                    provided().threads().name(),
                    settings().channels().values());
            StartupNotices.log(settings().channels().values());
            LibraryCopies.warn(EmitterHost.class.getClassLoader());
        }
        now.channels().start(); // outside of the lock: it may wait for the database
    }

    void stopObserving(@Observes @Priority(LATE) Shutdown event) {
        stopObserving();
    }

    // Not every container has Shutdown: OpenWebBeans has none in Java SE.
    void stopObservingBefore(@Observes @Priority(LATE) @BeforeDestroyed(ApplicationScoped.class) Object event) {
        stopObserving();
    }

    /** Lets observers finish the events that they have, and stores what was triggered. The application may still trigger. */
    void stopObserving() {
        @Nullable Running now;
        synchronized (this) {
            if (phase == Phase.PREPARED || phase == Phase.STARTED) {
                phase = Phase.STOPPING;
            }
            now = running;
        }
        if (now != null) {
            now.channels().stopObserving();
        }
    }

    /** Ends the channels. Called after the end of the application's beans, which may have triggered events. */
    @PreDestroy
    void stop() {
        @Nullable Running last;
        @Nullable Provided used;
        @Nullable Thread starting;
        synchronized (this) {
            phase = Phase.STOPPED;
            last = running;
            used = provided;
            starting = startingThread;
        }
        if (last != null) {
            last.channels().close();
        }
        awaitEnd(starting);
        if (used != null) {
            used.threads().end().run();
        }
        if (last != null) {
            last.invoker().close();
            close(last.jsonb());
        }
    }

    // The starting thread finds that all is stopped, and ends.
    private static void awaitEnd(@Nullable Thread starting) {
        if (starting != null) {
            try {
                TimeUnit.SECONDS.timedJoin(starting, 1);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Whether no observer is called any more. */
    synchronized boolean isStopping() {
        return phase == Phase.STOPPING || phase == Phase.STOPPED;
    }

    private synchronized boolean hasStarted() {
        return phase == Phase.STARTED;
    }

    private synchronized Provided provided() {
        var known = provided;
        if (known == null) {
            var all = application.all();
            known = new Provided(
                    ThreadSupply.find(all),
                    make("Jsonb", application::jsonb),
                    make("tracer or registry", () -> TelemetryBeans.find(all)));
            provided = known;
        }
        return known;
    }

    private synchronized Running running() {
        var known = running;
        if (known != null) {
            return known;
        }
        if (phase == Phase.STOPPED) {
            throw new EmitterException(
                    "RTH0512 the application has stopped, and with it its emitters. Use them in an observer of Shutdown at"
                            + " the latest",
                    null);
        }
        var invoker = new ObserverInvoker(application.all());
        var threads = provided().threads();
        var json = provided().jsonb().get();
        var channels = Channels.of(
                settings().channels(),
                channel -> observers(channel, settings().failureRules(), invoker),
                new RuntimeContext(
                        InstantSource.system(),
                        threads.threads(),
                        threads.async(),
                        json.jsonb(),
                        new LifecycleNotifier(application.lifecycleObservers(), invoker, threads.async()),
                        provided().telemetry()));
        known = new Running(channels, invoker, json.end());
        running = known;
        return known;
    }

    private List<Observer> observers(String channel, Map<String, FailureRules> rules, ObserverInvoker invoker) {
        return catalogue.rowsOf(channel).stream()
                .<Observer>map(row -> new CataloguedObserver(
                        row, invoker, rules.getOrDefault(row.entry().name(), FailureRules.NONE)))
                .toList();
    }

    private static void close(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception e) {
            Log.notClosed(e);
        }
    }
}
