package io.github.rethinkemitter.internal.runtime;

import io.github.rethinkemitter.Emitter;
import io.github.rethinkemitter.internal.codec.JsonbCodec;
import io.github.rethinkemitter.internal.config.ChannelSettings;
import io.github.rethinkemitter.internal.config.LifeSettings.Startup;
import io.github.rethinkemitter.internal.dispatch.Dispatcher;
import io.github.rethinkemitter.internal.dispatch.Ports;
import io.github.rethinkemitter.internal.flow.EventStore;
import io.github.rethinkemitter.internal.flow.Observer;
import io.github.rethinkemitter.internal.flow.Threads;
import io.github.rethinkemitter.internal.publish.Publisher;
import io.github.rethinkemitter.internal.publish.Setup;
import io.github.rethinkemitter.internal.rethink.RethinkStore;
import io.github.rethinkemitter.internal.rethink.ShardIds;
import io.github.rethinkemitter.internal.subscribe.Outlets;
import io.github.rethinkemitter.internal.subscribe.Subscriber;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** One channel: its stages, the threads they run on, and the order in which they start and stop. */
final class Channel implements AutoCloseable {

    // For a thread that was told to end to do so.
    private static final Duration GRACE = Duration.ofSeconds(1);

    private final ChannelSettings settings;
    private final EventStore store;
    private final Stages stages;
    private final Crew crew;
    private final AtomicBoolean closed = new AtomicBoolean();

    private Channel(ChannelSettings settings, EventStore store, Stages stages, Crew crew) {
        this.settings = settings;
        this.store = store;
        this.stages = stages;
        this.crew = crew;
    }

    /**
     * What runs.
     *
     * @param reception null when the application has no observers for this channel
     */
    private record Stages(
            Publisher publisher, @Nullable Reception reception, Link link, Standing standing, News news) {}

    static Channel of(ChannelSettings settings, List<Observer> observers, Surroundings lent) {
        return of(settings, observers, lent, store(settings, named(settings.name(), lent.threads())));
    }

    /** How the stages join: trigger → publisher → store … store → subscriber → dispatcher → observers. */
    static Channel of(ChannelSettings settings, List<Observer> observers, Surroundings lent, EventStore store) {
        var name = settings.name();
        var news = new News(name, lent.lifecycle());
        var signals = new LifecycleSignals(name, news);
        var codec = new JsonbCodec(lent.jsonb(), settings.publish().maxEventSize());
        var ids = new ShardIds();
        var setup = new Setup(ids.get(), ids, settings.table().persist(), lent.async(), System::nanoTime);

        var publisher = new Publisher(settings.publish(), setup, codec, signals);
        var reception = observers.isEmpty()
                ? null
                : new Reception(
                        name,
                        completion -> new Dispatcher(
                                name,
                                settings.dispatch(),
                                observers,
                                new Ports(
                                        codec,
                                        lent.async(),
                                        named(name, lent.threads()),
                                        new Ports.Time(System::nanoTime, lent.clock()),
                                        signals,
                                        news,
                                        completion)),
                        sink -> new Subscriber(
                                settings.subscribe(), setup.src(), new Outlets(sink, signals), System::nanoTime));

        var standing = new Standing(signals, lent.clock());
        var traffic = new Link.Traffic(
                publisher,
                reception == null
                        ? Incoming.none(settings.connection().heartbeat().interval())
                        : reception);
        var retry = new Retry(
                settings.connection().backoff(),
                () -> ThreadLocalRandom.current().nextDouble());
        var link = new Link(name, store, traffic, standing, retry);
        var stages = new Stages(publisher, reception, link, standing, news);
        return new Channel(settings, store, stages, new Crew(named(name, lent.threads())));
    }

    // So that a thread dump shows whose they are.
    private static Threads named(String channel, Threads threads) {
        var prefix = "rethink-emitter-" + (channel.isEmpty() ? "" : channel + "-");
        return (role, task) -> threads.start(prefix + role, task);
    }

    private static EventStore store(ChannelSettings settings, Threads threads) {
        var embedded = settings.connection().embedded();
        return embedded == null
                ? new RethinkStore(settings, threads)
                : new EmbeddedStore(embedded, host -> new RethinkStore(settings.at(host), threads));
    }

    ChannelSettings settings() {
        return settings;
    }

    Emitter emitter() {
        return stages.publisher().emitter();
    }

    /** Starts its threads, unless it was closed before. */
    void start() {
        synchronized (crew) {
            if (closed.get()) {
                return;
            }
            crew.start("news", stages.news());
            crew.start("publisher", stages.publisher());
            if (stages.reception() != null) {
                crew.start("observers", stages.reception().dispatcher());
            }
            crew.start("link", stages.link());
        }
    }

    /** Waits for the first connection as long as {@code startup} says; false when it was waited for and did not come. */
    boolean awaitStartup() throws InterruptedException {
        var life = settings.life();
        return life.startup() == Startup.BACKGROUND || stages.standing().await(life.startupTimeout());
    }

    /** Why the last attempt to connect failed, for a message. */
    String lastFailure() {
        var failure = stages.standing().lastFailure();
        return failure == null ? "the database has not answered yet" : String.valueOf(failure.getMessage());
    }

    /** Lets out what is queued, then lets nothing in, then lets the observers finish; whatever is left is interrupted. */
    @Override
    public void close() {
        synchronized (crew) {
            if (!closed.compareAndSet(false, true)) {
                return;
            }
        }
        long end = System.nanoTime() + settings.life().stopTimeout().toNanos();
        int unsent = stages.publisher().close(settings.life().stopTimeout());
        if (unsent > 0) {
            Log.unsent(settings.name(), unsent);
        }
        // An observer that stops the application would wait for itself.
        boolean pointless =
                stages.reception() != null && stages.reception().dispatcher().isRunBy(Thread.currentThread());
        var left = pointless ? Duration.ZERO : Duration.ofNanos(Math.max(0, end - System.nanoTime()));
        stages.link().stop(left);
        crew.interrupt("link");
        boolean interrupted = Thread.interrupted();
        try {
            // Ends with the observers finished and the session closed. An attempt to reach a silent host cannot be
            // interrupted, but has its own limit.
            crew.join("link", left.plus(settings.connection().connectTimeout()).plus(GRACE));
            crew.join("observers", GRACE);
            stages.news().stop(GRACE);
            crew.join("news", GRACE);
            crew.interrupt("news");
            crew.join("news", GRACE);
            crew.join("publisher", GRACE);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (store instanceof EmbeddedStore embedded) {
            embedded.close();
        }
        if (!crew.busy().isEmpty()) {
            Log.threadsLeft(settings.name(), crew.busy());
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
