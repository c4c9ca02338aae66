package io.github.rethinkemitter.internal.cdi;

import io.github.rethinkemitter.LifecycleEvent;
import io.github.rethinkemitter.RethinkChannel;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.ObserverMethod;
import java.lang.annotation.Annotation;
import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/** Gives lifecycle events to their observers, each on its own: {@code Event.fire} would stop at the first that throws. */
final class LifecycleNews implements Consumer<LifecycleEvent> {

    private final LifecycleObservers observers;
    private final Requests requests;
    private final Executor async;

    LifecycleNews(LifecycleObservers observers, Requests requests, Executor async) {
        this.observers = observers;
        this.requests = requests;
        this.async = async;
    }

    @Override
    public void accept(LifecycleEvent event) {
        var channel = RethinkChannel.Literal.of(event.channel());
        observers.of(event, channel).stream()
                .sorted(Comparator.comparingInt(ObserverMethod::getPriority))
                .forEach(method -> give(event, channel, method));
    }

    private void give(LifecycleEvent event, RethinkChannel channel, ObserverMethod<? super LifecycleEvent> method) {
        if (!method.isAsync()) {
            call(event, channel, method);
            return;
        }
        try {
            async.execute(() -> call(event, channel, method));
        } catch (RejectedExecutionException e) {
            Log.lifecycleObserverFailed(event, method, e);
        }
    }

    @SuppressWarnings("unchecked") // resolved for this very event
    private void call(LifecycleEvent event, RethinkChannel channel, ObserverMethod<? super LifecycleEvent> method) {
        Set<Annotation> qualifiers = Set.of(channel, Any.Literal.INSTANCE);
        try {
            requests.call(
                    (ObserverMethod<Object>) (Object) method, new CallContext(event, event.getClass(), qualifiers));
        } catch (Exception | StackOverflowError | LinkageError | AssertionError e) {
            Log.lifecycleObserverFailed(event, method, e);
        }
    }
}
