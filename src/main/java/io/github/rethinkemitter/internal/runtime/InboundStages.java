package io.github.rethinkemitter.internal.runtime;

import io.github.rethinkemitter.internal.dispatch.Dispatcher;
import io.github.rethinkemitter.internal.flow.DeliveryListener;
import io.github.rethinkemitter.internal.flow.EventSink;
import io.github.rethinkemitter.internal.flow.SaveResult;
import io.github.rethinkemitter.internal.flow.Session;
import io.github.rethinkemitter.internal.flow.StoredEvent;
import io.github.rethinkemitter.internal.park.Parker;
import io.github.rethinkemitter.internal.park.RedeliveryGuard;
import io.github.rethinkemitter.internal.subscribe.Subscriber;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The stages of the events that a channel receives: the feed loop lets the subscriber read the table, the subscriber
 * gives events in order to the dispatcher, and the dispatcher tells the subscriber which events are handled. Where this server has a
 * lasting name, events on which observers failed are stored beside the table.
 */
final class InboundStages {

    private final String channel;
    private final Dispatcher dispatcher;
    private final Subscriber subscriber;
    private final FeedLoop feed;
    private final @Nullable FailedEvents failed;

    InboundStages(
            String channel,
            Function<DeliveryListener, Dispatcher> dispatcher,
            @Nullable BiFunction<Dispatcher, IntSupplier, FailedEvents> failed,
            Function<EventSink, Subscriber> subscriber,
            Function<Subscriber, FeedLoop> feed) {
        this.channel = channel;
        this.dispatcher = dispatcher.apply(new ToSubscriber());
        this.failed = failed == null ? null : failed.apply(this.dispatcher, this::crashes);
        this.subscriber = subscriber.apply(this.failed == null ? this.dispatcher : this.failed.guard());
        this.feed = feed.apply(this.subscriber);
    }

    private int crashes() {
        return subscriber.crashes();
    }

    /**
     * The stages of events on which observers failed.
     *
     * @param guard stands before the dispatcher
     */
    record FailedEvents(RedeliveryGuard guard, Parker parker) {}

    // The dispatcher is made before the subscriber that it tells of events.
    private final class ToSubscriber implements DeliveryListener {

        @Override
        public void handled(StoredEvent event) {
            if (failed != null) {
                failed.guard().handled(event);
            }
            subscriber.handled(event);
        }

        @Override
        public void leftUnhandled(StoredEvent event) {
            subscriber.leftUnhandled(event);
        }
    }

    /** Null when this server has no lasting name. */
    @Nullable
    Parker parker() {
        return failed == null ? null : failed.parker();
    }

    Dispatcher dispatcher() {
        return dispatcher;
    }

    Subscriber subscriber() {
        return subscriber;
    }

    FeedLoop feed() {
        return feed;
    }

    /**
     * Writes a lasting position for the last time.
     *
     * @param session null when the channel has none; then the position is not written
     * @param whole whether all events that observers were given are handled
     */
    void finish(@Nullable Session session, boolean whole, Duration timeout) throws InterruptedException {
        if (!subscriber.isLasting()) {
            return;
        }
        SaveResult result = session == null
                ? new SaveResult.Failed(new IOException("there is no connection"))
                : written(subscriber.close(session, whole), timeout);
        if (result instanceof SaveResult.Failed failed) {
            Log.positionLeft(channel, failed.cause());
        }
    }

    private static SaveResult written(CompletionStage<SaveResult> writing, Duration timeout)
            throws InterruptedException {
        try {
            return writing.toCompletableFuture().get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException | TimeoutException e) {
            return new SaveResult.Failed(new IOException("the database did not answer in time", e));
        }
    }
}
