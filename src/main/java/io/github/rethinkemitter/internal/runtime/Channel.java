package io.github.rethinkemitter.internal.runtime;

import io.github.rethinkemitter.LifecycleEvent;
import io.github.rethinkemitter.internal.codec.JsonbCodec;
import io.github.rethinkemitter.internal.concurrent.ExponentialBackoff;
import io.github.rethinkemitter.internal.config.ChannelSettings;
import io.github.rethinkemitter.internal.config.LifecycleSettings.Startup;
import io.github.rethinkemitter.internal.dispatch.DispatchContext;
import io.github.rethinkemitter.internal.dispatch.Dispatcher;
import io.github.rethinkemitter.internal.flow.ChannelListener;
import io.github.rethinkemitter.internal.flow.ChannelName;
import io.github.rethinkemitter.internal.flow.Codec;
import io.github.rethinkemitter.internal.flow.EventStore;
import io.github.rethinkemitter.internal.flow.Observer;
import io.github.rethinkemitter.internal.flow.PositionStore.Subscription;
import io.github.rethinkemitter.internal.flow.Session;
import io.github.rethinkemitter.internal.flow.Telemetry;
import io.github.rethinkemitter.internal.flow.ThreadStarter;
import io.github.rethinkemitter.internal.park.ParkQueue;
import io.github.rethinkemitter.internal.park.Parker;
import io.github.rethinkemitter.internal.park.RedeliveryGuard;
import io.github.rethinkemitter.internal.publish.Publisher;
import io.github.rethinkemitter.internal.publish.PublisherContext;
import io.github.rethinkemitter.internal.rethink.RethinkStore;
import io.github.rethinkemitter.internal.rethink.ShardIds;
import io.github.rethinkemitter.internal.runtime.DatabaseAccess.Subject;
import io.github.rethinkemitter.internal.runtime.LinkState.Part;
import io.github.rethinkemitter.internal.subscribe.Subscriber;
import io.github.rethinkemitter.internal.timeline.ReplaySettings;
import io.github.rethinkemitter.internal.timeline.Replays;
import io.github.rethinkemitter.internal.timeline.TimelineContext;
import io.github.rethinkemitter.internal.timeline.TimelineFailures;
import io.github.rethinkemitter.internal.timeline.TimelineSearch;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** One channel: its stages, and how they join. */
final class Channel implements AutoCloseable {

    private static final LongSupplier NANO_TIME = System::nanoTime;
    private static final int REPLAYED_AT_A_TIME = 256;

    private final ChannelSettings settings;
    private final LinkState state;
    private final ChannelLifecycle life;
    private final ChannelServices services;
    private final Runnable beforeStart;

    /** @param beforeStart run before any stage */
    private Channel(
            ChannelSettings settings,
            LinkState state,
            ChannelLifecycle life,
            ChannelServices services,
            Runnable beforeStart) {
        this.settings = settings;
        this.state = state;
        this.life = life;
        this.services = services;
        this.beforeStart = beforeStart;
    }

    static Channel of(ChannelSettings settings, List<Observer> observers, RuntimeContext context) {
        boolean follows = !observers.isEmpty();
        return of(settings, observers, context, store(settings, follows, named(settings.name(), context.threads())));
    }

    /** How the stages join: trigger → publisher → store … store → subscriber → dispatcher → observers. */
    static Channel of(ChannelSettings settings, List<Observer> observers, RuntimeContext context, EventStore store) {
        var name = settings.name();
        var threadStarter = named(name, context.threads());
        var embedded = store instanceof EmbeddedStore its ? its : null;
        var queue = new LifecycleEventQueue(name, context.lifecycle(), NANO_TIME);
        var ids = new ShardIds();
        var src = ids.get();
        var telemetry = telemetry(settings, src, context);
        var told = telemetry == null ? queue : queue.andThen(telemetry::happened);
        Consumer<LifecycleEvent> lifecycle = embedded == null ? told : embedded.recording(told);
        var listener = new LifecycleEventFactory(name, settings.place(), lifecycle);
        var codec = new JsonbCodec(context.jsonb(), settings.publish().maxEventSize());

        var publisher = new Publisher(
                settings.publish(),
                new PublisherContext(
                        src,
                        ids,
                        settings.table().persist(),
                        threadStarter,
                        context.async(),
                        context.clock(),
                        NANO_TIME,
                        telemetry),
                codec,
                listener);

        var parts = observers.isEmpty() ? EnumSet.of(Part.SESSION) : EnumSet.allOf(Part.class);
        var state = new LinkState(listener, context.clock(), parts);
        var session = new CurrentSession();
        var time = new DispatchContext.Time(NANO_TIME, context.clock());
        var dispatch = new DispatchContext(codec, context.async(), threadStarter, time, lifecycle, telemetry);
        var subscriberName = settings.subscribe().position().subscriber();
        var parking = subscriberName == null ? null : new ParkQueue(subscriberName);
        var inbound = observers.isEmpty()
                ? null
                : new InboundStages(
                        name,
                        handled -> new Dispatcher(
                                name,
                                settings.dispatch(),
                                observers,
                                dispatch,
                                embedded == null ? handled : embedded.recording(handled),
                                parking),
                        parking == null || subscriberName == null
                                ? null
                                : (dispatcher, crashes) -> failedEvents(
                                        settings,
                                        new Subscription(subscriberName, src),
                                        parking,
                                        session::await,
                                        dispatcher,
                                        crashes,
                                        listener),
                        sink -> new Subscriber(settings.subscribe(), src, sink, listener, NANO_TIME),
                        subscriber -> new FeedLoop(store, subscriber, session, state, attempts(settings, state)));

        var keeper = new SessionKeeper(
                store,
                new SessionUsers(publisher, inbound),
                session,
                state,
                attempts(settings, state),
                settings.connection().heartbeat().interval());

        var replays = new Replays(
                name,
                inbound == null ? new NoObservers() : new DispatchedObservers(inbound.dispatcher()),
                new ReplaySettings(
                        threadStarter,
                        NANO_TIME,
                        Math.min(REPLAYED_AT_A_TIME, settings.dispatch().bufferSize()),
                        settings.dispatch().bufferBytes()));
        var stages = new ChannelLifecycle.Stages(queue, publisher, keeper, session, inbound, replays);
        var failures = new StageSupervisor.Failures(name, listener);
        var threads = new ChannelThreads(
                threadStarter,
                role -> new StageSupervisor(role, stages.of(role), failures, backoff(settings), NANO_TIME));
        var budget = new StopBudget(settings.life().stopTimeout(), NANO_TIME);
        var openTimelines = new OpenTimelines();
        var life = new ChannelLifecycle(name, stages, threads, state, budget, () -> {
            openTimelines.close();
            if (telemetry != null) {
                telemetry.close();
            }
            if (embedded != null) {
                embedded.close();
            }
        });
        var emitter = new StartingEmitter(publisher.emitter(), life::publish);
        var access = new DatabaseAccess(
                name, Subject.PARKED_EVENTS, session, settings.connection().queryTimeout(), life::publish, state);
        var by = Objects.requireNonNullElse(settings.subscribe().position().subscriber(), src);
        var parked = new ParkedEventsOfChannel(name, access, codec, by);
        var status = new StatusOfChannel(
                settings,
                new StatusOfChannel.Parts(state, session, publisher, inbound, threads),
                access.about(Subject.STORED_STATUS));
        var timeline = new TimelineOfChannel(
                name,
                search(settings, store, session, openTimelines, life::publish, state, codec),
                codec,
                replays,
                () -> access.about(Subject.TIME).ask(Session::now));
        var services = new ChannelServices(emitter, parked, status, timeline);
        return new Channel(settings, state, life, services, () -> {
            if (embedded != null) {
                embedded.start();
            }
            if (telemetry != null) {
                telemetry.show(status);
            }
        });
    }

    private static @Nullable Telemetry telemetry(ChannelSettings settings, String src, RuntimeContext context) {
        var source = context.telemetry();
        return source == null
                ? null
                : source.of(new Telemetry.Scope(
                        settings.name(),
                        settings.table().table(),
                        src,
                        settings.subscribe().position().subscriber(),
                        NANO_TIME));
    }

    private static TimelineSearch search(
            ChannelSettings settings,
            EventStore store,
            CurrentSession session,
            OpenTimelines open,
            Runnable start,
            LinkState state,
            Codec codec) {
        var timeout = settings.connection().queryTimeout();
        var failures = new TimelineFailures(new ChannelName(settings.name()).toString());
        var access = new TimelineAccess(store, session, open, timeout, start, state, failures);
        var context = new TimelineContext(access, failures, timeout, () -> backoff(settings), NANO_TIME);
        return new TimelineSearch(context, codec);
    }

    private static InboundStages.FailedEvents failedEvents(
            ChannelSettings settings,
            Subscription owner,
            ParkQueue queue,
            Parker.Sessions sessions,
            Dispatcher dispatcher,
            IntSupplier crashes,
            ChannelListener listener) {
        var dispatch = settings.dispatch();
        var guarded = new DispatchedObservers(dispatcher);
        var guard = new RedeliveryGuard(
                settings.name(),
                owner,
                queue,
                sessions,
                guarded,
                crashes,
                settings.subscribe().bufferSize() + Subscriber.MOST_UNWRITTEN,
                dispatch.warnAfter());
        var parker = new Parker(
                settings.name(),
                owner,
                queue,
                sessions,
                guarded,
                new Parker.Limits(dispatch.bufferBytes(), dispatch.parkedKeep()),
                listener,
                backoff(settings),
                NANO_TIME);
        return new InboundStages.FailedEvents(guard, parker);
    }

    /** The stages that use the session of a channel. */
    private record SessionUsers(
            Publisher publisher, @Nullable InboundStages inbound) implements SessionKeeper.Users {

        @Override
        public void begin(Session session) throws IOException, InterruptedException {
            if (inbound != null) {
                inbound.subscriber().begin(session);
            }
        }

        @Override
        public void online(Session session) {
            if (inbound != null) {
                inbound.subscriber().writePositionTo(session);
            }
            publisher.online(session);
        }

        @Override
        public void offline() {
            publisher.offline();
        }

        @Override
        public boolean followTheTable() {
            return inbound != null;
        }
    }

    private static ConnectionAttempts attempts(ChannelSettings settings, LinkState state) {
        return new ConnectionAttempts(backoff(settings), state);
    }

    private static ExponentialBackoff backoff(ChannelSettings settings) {
        var delays = settings.connection().backoff();
        return ExponentialBackoff.random(delays.first(), delays.max());
    }

    // A thread dump shows the channel of each thread.
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

    ChannelSettings settings() {
        return settings;
    }

    ChannelServices services() {
        return services;
    }

    /** Makes the channel publish and call observers, unless it was stopped before. */
    void start() {
        beforeStart.run();
        life.publish();
        life.observe();
    }

    /** Waits for the first connection if {@code startup} says so; false when it did not come in time. */
    boolean awaitStartup() throws InterruptedException {
        var wanted = settings.life();
        return wanted.startup() == Startup.BACKGROUND || state.await(wanted.startupTimeout());
    }

    /** Why the last attempt to connect failed, for a message. */
    String lastFailure() {
        return state.lastFailureText();
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
