package io.github.rethinkemitter.internal.runtime;

import io.github.rethinkemitter.internal.dispatch.Dispatcher;
import io.github.rethinkemitter.internal.flow.DeliveryListener;
import io.github.rethinkemitter.internal.flow.EventSink;
import io.github.rethinkemitter.internal.flow.SaveResult;
import io.github.rethinkemitter.internal.flow.Session;
import io.github.rethinkemitter.internal.flow.StoredEvent;
import io.github.rethinkemitter.internal.subscribe.Subscriber;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The two stages of what comes in: the subscriber hands events to the dispatcher, which tells it what is handled. */
final class InboundStages {

    private final String channel;
    private final Dispatcher dispatcher;
    private final Subscriber subscriber;

    InboundStages(
            String channel,
            Function<DeliveryListener, Dispatcher> dispatcher,
            Function<EventSink, Subscriber> subscriber) {
        this.channel = channel;
        this.dispatcher = dispatcher.apply(new DeliveryListener() {
            @Override
            public void handled(StoredEvent event) {
                InboundStages.this.subscriber.handled(event);
            }

            @Override
            public void leftUnhandled(StoredEvent event) {
                InboundStages.this.subscriber.leftUnhandled(event);
            }
        });
        this.subscriber = subscriber.apply(this.dispatcher);
    }

    Dispatcher dispatcher() {
        return dispatcher;
    }

    Subscriber subscriber() {
        return subscriber;
    }

    /**
     * Writes a lasting position for the last time.
     *
     * @param session null when there is none to write by
     * @param whole whether everything that observers were given is handled
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
