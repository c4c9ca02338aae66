package io.github.rethinkemitter.internal.runtime;

import io.github.rethinkemitter.internal.dispatch.Dispatcher;
import io.github.rethinkemitter.internal.flow.Session;
import io.github.rethinkemitter.internal.flow.Sink;
import io.github.rethinkemitter.internal.flow.Stored;
import io.github.rethinkemitter.internal.subscribe.FollowEnd;
import io.github.rethinkemitter.internal.subscribe.Subscriber;
import java.util.function.Consumer;
import java.util.function.Function;

/** The two stages of what comes in: the subscriber hands events to the dispatcher, which tells it what is handled. */
final class Reception implements Incoming {

    private final Dispatcher dispatcher;
    private final Subscriber subscriber;

    Reception(Function<Consumer<Stored>, Dispatcher> dispatcher, Function<Sink, Subscriber> subscriber) {
        this.dispatcher = dispatcher.apply(this::handled);
        this.subscriber = subscriber.apply(this.dispatcher);
    }

    Dispatcher dispatcher() {
        return dispatcher;
    }

    @Override
    public FollowEnd follow(Session session, Runnable ready) throws InterruptedException {
        return subscriber.follow(session, ready);
    }

    private void handled(Stored event) {
        subscriber.handled(event);
    }
}
