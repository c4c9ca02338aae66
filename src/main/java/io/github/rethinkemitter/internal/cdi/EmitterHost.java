package io.github.rethinkemitter.internal.cdi;

import io.github.rethinkemitter.ConfigurationException;
import io.github.rethinkemitter.EmitterException;
import io.github.rethinkemitter.EmitterOptions;
import io.github.rethinkemitter.internal.config.ChannelSettings;
import io.github.rethinkemitter.internal.config.ConfigLookup;
import io.github.rethinkemitter.internal.config.LifecycleSettings;
import io.github.rethinkemitter.internal.config.SettingsReader;
import io.github.rethinkemitter.internal.config.StartupNotices;
import io.github.rethinkemitter.internal.flow.Observer;
import io.github.rethinkemitter.internal.flow.ThreadStarter;
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
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The channels of one application, from its start to its stop. */
@Singleton
class EmitterHost {

    // The application's own observers of Startup come first: they may prepare what its event observers need. So do
    // those of
    // Shutdown, which may still have something to say.
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

    private record Running(Channels channels, ObserverInvoker requests, AutoCloseable jsonb) {}

    /** What is taken from the application and the container on the thread that starts them. */
    private record Lent(ThreadSupply workers, Supplier<ApplicationBeans.OwnedJsonb> jsonb) {}

    private final Catalogue catalogue;
    private final ApplicationBeans application;
    private Phase phase = Phase.PREPARED; // guarded by this, as are those below
    private @Nullable Map<String, ChannelSettings> settings;
    private @Nullable Lent lent;
    private @Nullable Running running;
    private @Nullable Thread starter;
    private @Nullable String asking; // what the application is making just now

    @Inject
    EmitterHost(Catalogue catalogue, ApplicationBeans application) {
        this.catalogue = catalogue;
        this.application = application;
    }

    /** Reads the configuration. */
    synchronized Map<String, ChannelSettings> settings() {
        var known = settings;
        if (known == null) {
            known = read(asked("EmitterOptions", application::options));
            settings = known;
        }
        return known;
    }

    // A bean that makes these and has an emitter injected would be needed to make itself.
    private synchronized <T> T asked(String what, Supplier<T> made) {
        if (asking != null) {
            throw new ConfigurationException(
                    "RTH0529 a bean that has an emitter injected is needed to make the " + asking
                            + " of the emitters. Make its producer method static, or put that into a bean without emitters",
                    null);
        }
        asking = what;
        try {
            return made.get();
        } finally {
            asking = null;
        }
    }

    private Map<String, ChannelSettings> read(Map<String, EmitterOptions> options) {
        var lookup = ConfigLookup.find();
        var channels = new ChannelRules(catalogue, SettingsReader.configured(lookup, options, catalogue.channels()));
        var unknown = channels.problems();
        if (!unknown.isEmpty()) {
            throw new ConfigurationException(String.join("\n  ", unknown), null);
        }
        return SettingsReader.read(lookup, options, catalogue.channels());
    }

    /** Tells what is wrong with the configuration of these channels. */
    static void check(Set<String> channels, Consumer<String> problems) {
        try {
            var unused = SettingsReader.read(ConfigLookup.find(), Map.of(), channels);
        } catch (ConfigurationException e) {
            problems.accept(String.valueOf(e.getMessage()));
        }
    }

    InjectedEmitter emitter(String channel) {
        var channels = running().channels();
        if (hasStarted()) { // nothing was in use at the start, and now somebody asks; or the starter is still at it
            channels.start();
        }
        return new InjectedEmitter(channels.emitter(channel), channel);
    }

    // An application that has the library but does not use it gets no connection.
    void start(@Observes @Priority(LATE) Startup event) {
        synchronized (this) {
            if (phase != Phase.PREPARED) {
                return;
            }
            phase = Phase.STARTED;
            if (running == null
                    && catalogue.channels().isEmpty()
                    && catalogue.rows().isEmpty()) {
                return;
            }
            // What is wrong with the deployment ends it here; to make the rest takes a while, and need not hold it up.
            var threads = lent().workers().threads();
            if (settings().values().stream().noneMatch(EmitterHost::isAwaited) && startsBeside(threads)) {
                return;
            }
        }
        startChannels();
    }

    private boolean startsBeside(ThreadStarter threads) {
        try {
            starter = threads.start("rethink-emitter-start", this::startOrSay);
            return true;
        } catch (EmitterException e) {
            return false; // then here, where the channels will say what they lack
        }
    }

    // The embedded server may be missing, which is a problem of the deployment too.
    private static boolean isAwaited(ChannelSettings settings) {
        return settings.life().startup() != LifecycleSettings.Startup.BACKGROUND
                || settings.connection().embedded() != null;
    }

    private void startOrSay() {
        try {
            startChannels();
        } catch (Throwable e) { // whatever it is: nobody else would tell
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
            Log.started(catalogue, lent().workers().name(), settings().values());
            StartupNotices.log(settings().values());
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

    /** Lets observers finish what they have, and stores what was triggered. The application may still trigger. */
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

    /** After the beans of the application, which may have triggered something at their end. */
    @PreDestroy
    void stop() {
        @Nullable Running last;
        @Nullable Lent given;
        @Nullable Thread starting;
        synchronized (this) {
            phase = Phase.STOPPED;
            last = running;
            given = lent;
            starting = starter;
        }
        if (last != null) {
            last.channels().close();
        }
        awaitEnd(starting);
        if (given != null) {
            given.workers().end().run();
        }
        if (last != null) {
            last.requests().close();
            close(last.jsonb());
        }
    }

    // It finds that all is stopped and does nothing more.
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

    private synchronized Lent lent() {
        var known = lent;
        if (known == null) {
            known = new Lent(ThreadSupply.find(application.all()), asked("Jsonb", application::jsonb));
            lent = known;
        }
        return known;
    }

    private synchronized Running running() {
        var known = running;
        if (known != null) {
            return known;
        }
        if (phase == Phase.STOPPED) {
            throw new EmitterException("RTH0512 the application has stopped, and with it its emitters", null);
        }
        var requests = new ObserverInvoker(application.all());
        var workers = lent().workers();
        var json = lent().jsonb().get();
        var channels = Channels.of(
                settings(),
                channel -> observers(channel, requests),
                new RuntimeContext(
                        InstantSource.system(),
                        workers.threads(),
                        workers.async(),
                        json.jsonb(),
                        new LifecycleNotifier(application.lifecycleObservers(), requests, workers.async())));
        known = new Running(channels, requests, json.end());
        running = known;
        return known;
    }

    private List<Observer> observers(String channel, ObserverInvoker requests) {
        return catalogue.rowsOf(channel).stream()
                .<Observer>map(row -> new CataloguedObserver(row, requests))
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
