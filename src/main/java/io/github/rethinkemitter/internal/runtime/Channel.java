package io.github.rethinkemitter.internal.runtime;

import io.github.rethinkemitter.Emitter;
import io.github.rethinkemitter.LifecycleEvent;
import io.github.rethinkemitter.internal.codec.JsonbCodec;
import io.github.rethinkemitter.internal.concurrent.ExponentialBackoff;
import io.github.rethinkemitter.internal.config.ChannelSettings;
import io.github.rethinkemitter.internal.config.LifecycleSettings.Startup;
import io.github.rethinkemitter.internal.dispatch.DispatchContext;
import io.github.rethinkemitter.internal.dispatch.Dispatcher;
import io.github.rethinkemitter.internal.flow.EventStore;
import io.github.rethinkemitter.internal.flow.Observer;
import io.github.rethinkemitter.internal.flow.Session;
import io.github.rethinkemitter.internal.flow.ThreadStarter;
import io.github.rethinkemitter.internal.publish.Publisher;
import io.github.rethinkemitter.internal.publish.PublisherContext;
import io.github.rethinkemitter.internal.rethink.RethinkStore;
import io.github.rethinkemitter.internal.rethink.ShardIds;
import io.github.rethinkemitter.internal.runtime.LinkState.Part;
import io.github.rethinkemitter.internal.subscribe.Outputs;
import io.github.rethinkemitter.internal.subscribe.Subscriber;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** One channel: its stages, and how they join. */
final class Channel implements AutoCloseable {

    private static final LongSupplier NANO_TIME = System::nanoTime;

    private final ChannelSettings settings;
    private final LinkState state;
    private final ChannelLifecycle life;
    private final Emitter emitter;
    private final Runnable begin;

    /** @param begin what is to be done before anything runs */
    private Channel(ChannelSettings settings, LinkState state, ChannelLifecycle life, Emitter emitter, Runnable begin) {
        this.settings = settings;
        this.state = state;
        this.life = life;
        this.emitter = emitter;
        this.begin = begin;
    }

    static Channel of(ChannelSettings settings, List<Observer> observers, RuntimeContext context) {
        boolean follows = !observers.isEmpty();
        return of(settings, observers, context, store(settings, follows, named(settings.name(), context.threads())));
    }

    /** How the stages join: trigger → publisher → store … store → subscriber → dispatcher → observers. */
    static Channel of(ChannelSettings settings, List<Observer> observers, RuntimeContext context, EventStore store) {
        var name = settings.name();
        var news = new LifecycleEventQueue(name, context.lifecycle(), NANO_TIME);
        var embedded = store instanceof EmbeddedStore its ? its : null;
        Consumer<LifecycleEvent> told = embedded == null
                ? news
                : event -> {
                    embedded.happened(event);
                    news.accept(event);
                };
        var signals = new LifecycleEventFactory(name, settings.place(), told);
        var codec = new JsonbCodec(context.jsonb(), settings.publish().maxEventSize());
        var ids = new ShardIds();
        var setup = new PublisherContext(
                ids.get(),
                ids,
                settings.table().persist(),
                named(name, context.threads()),
                context.async(),
                context.clock(),
                NANO_TIME);

        var publisher = new Publisher(settings.publish(), setup, codec, signals);
        var inbound = observers.isEmpty()
                ? null
                : new InboundStages(
                        name,
                        completion -> new Dispatcher(
                                name,
                                settings.dispatch(),
                                observers,
                                new DispatchContext(
                                        codec,
                                        context.async(),
                                        named(name, context.threads()),
                                        new DispatchContext.Time(NANO_TIME, context.clock()),
                                        signals,
                                        told,
                                        embedded == null ? completion : embedded.telling(completion))),
                        sink -> new Subscriber(
                                settings.subscribe(), setup.src(), new Outputs(sink, signals), NANO_TIME));

        var parts = inbound == null ? EnumSet.of(Part.SESSION) : EnumSet.allOf(Part.class);
        var state = new LinkState(name, signals, context.clock(), parts);
        var session = new CurrentSession();
        var keeper = new SessionKeeper(
                store,
                new Users(publisher, inbound),
                session,
                state,
                backoff(settings),
                settings.connection().heartbeat().interval());
        var feed = inbound == null
                ? null
                : new FeedLoop(store, inbound.subscriber()::follow, session, state, backoff(settings));

        var reporter = new StageSupervisor.Reporter(name, signals);
        var stages = new ChannelLifecycle.Stages(news, publisher, keeper, inbound, feed);
        var threads = new ChannelThreads(
                named(name, context.threads()),
                role -> new StageSupervisor(role, stages.of(role), reporter, backoff(settings), NANO_TIME));
        var budget = new StopBudget(settings.life().stopTimeout(), NANO_TIME);
        var lifecycleObservers = context.lifecycle().getClass();
        var life = new ChannelLifecycle(
                name,
                stages,
                threads,
                session,
                state,
                new ChannelLifecycle.Stop(budget, lifecycleObservers, end(store)));
        var emitter = new StartingEmitter(publisher.emitter(), life::publish);
        return new Channel(settings, state, life, emitter, embedded == null ? () -> {} : embedded::begin);
    }

    /** Who works by the session of a channel. */
    private record Users(Publisher publisher, @Nullable InboundStages inbound) implements SessionKeeper.Users {

        @Override
        public void begin(Session session) throws IOException, InterruptedException {
            if (inbound != null) {
                inbound.subscriber().begin(session);
            }
        }

        @Override
        public void online(Session session) {
            if (inbound != null) {
                inbound.subscriber().use(session);
            }
            publisher.online(session);
        }

        @Override
        public void offline() {
            publisher.offline();
        }

        @Override
        public boolean follow() {
            return inbound != null;
        }
    }

    private static ExponentialBackoff backoff(ChannelSettings settings) {
        var delays = settings.connection().backoff();
        return ExponentialBackoff.random(delays.first(), delays.max());
    }

    // So that a thread dump shows whose they are.
    private static ThreadStarter named(String channel, ThreadStarter threads) {
        var prefix = "rethink-emitter-" + (channel.isEmpty() ? "" : channel + "-");
        return (role, task) -> threads.start(prefix + role, task);
    }

    private static EventStore store(ChannelSettings settings, boolean follows, ThreadStarter threads) {
        var embedded = settings.connection().embedded();
        return embedded == null
                ? new RethinkStore(settings, threads)
                : EmbeddedStore.of(settings, follows, embedded, host -> new RethinkStore(settings.at(host), threads));
    }

    private static Runnable end(EventStore store) {
        return store instanceof EmbeddedStore embedded ? embedded::close : () -> {};
    }

    ChannelSettings settings() {
        return settings;
    }

    /** Makes the channel publish when it is first used. */
    Emitter emitter() {
        return emitter;
    }

    /** Makes it publish and call observers, unless it was stopped before. */
    void start() {
        begin.run();
        life.publish();
        life.observe();
    }

    /** Waits for the first connection as long as {@code startup} says; false when it was waited for and did not come. */
    boolean awaitStartup() throws InterruptedException {
        var wanted = settings.life();
        return wanted.startup() == Startup.BACKGROUND || state.await(wanted.startupTimeout());
    }

    /** Why the last attempt to connect failed, for a message. */
    String lastFailure() {
        var failure = state.lastFailure();
        return failure == null ? "the database has not answered yet" : String.valueOf(failure.getMessage());
    }

    /** Calls no more observers: see {@link ChannelLifecycle#stopObserving}. */
    void stopObserving() {
        life.stopObserving();
    }

    @Override
    public void close() {
        life.close();
    }
}
