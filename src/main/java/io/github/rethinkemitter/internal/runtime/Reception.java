package io.github.rethinkemitter.internal.runtime;

import io.github.rethinkemitter.internal.dispatch.Dispatcher;
import io.github.rethinkemitter.internal.flow.Completion;
import io.github.rethinkemitter.internal.flow.SaveResult;
import io.github.rethinkemitter.internal.flow.Session;
import io.github.rethinkemitter.internal.flow.Sink;
import io.github.rethinkemitter.internal.flow.Stored;
import io.github.rethinkemitter.internal.flow.Timeline;
import io.github.rethinkemitter.internal.subscribe.FollowEnd;
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
final class Reception implements Incoming {

    // The observers may have used up all the time there was.
    private static final Duration LAST_WRITE = Duration.ofSeconds(2);

    private final String channel;
    private final Dispatcher dispatcher;
    private final Subscriber subscriber;

    Reception(String channel, Function<Completion, Dispatcher> dispatcher, Function<Sink, Subscriber> subscriber) {
        this.channel = channel;
        this.dispatcher = dispatcher.apply(new Completion() {
            @Override
            public void handled(Stored event) {
                Reception.this.subscriber.handled(event);
            }

            @Override
            public void leftUnhandled(Stored event) {
                Reception.this.subscriber.leftUnhandled(event);
            }
        });
        this.subscriber = subscriber.apply(this.dispatcher);
    }

    Dispatcher dispatcher() {
        return dispatcher;
    }

    @Override
    public void begin(Session session) throws IOException, InterruptedException {
        subscriber.begin(session);
    }

    @Override
    public FollowEnd follow(Session session, Timeline timeline, Runnable ready) throws InterruptedException {
        return subscriber.follow(session, timeline, ready);
    }

    @Override
    public void finish(@Nullable Session session, Duration timeout) {
        boolean whole = dispatcher.stop(timeout);
        if (!subscriber.isLasting()) {
            return;
        }
        SaveResult result = session == null
                ? new SaveResult.Failed(new IOException("there is no connection"))
                : written(subscriber.close(session, whole));
        if (result instanceof SaveResult.Failed failed) {
            Log.positionLeft(channel, failed.cause());
        }
    }

    private static SaveResult written(CompletionStage<SaveResult> writing) {
        try {
            return writing.toCompletableFuture().get(LAST_WRITE.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new SaveResult.Failed(new IOException("the stop was interrupted", e));
        } catch (ExecutionException | TimeoutException e) {
            return new SaveResult.Failed(new IOException("the database did not answer in time", e));
        }
    }
}
