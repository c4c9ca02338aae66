package io.github.rethinkemitter.internal.cdi;

import io.github.rethinkemitter.LifecycleEvent;
import io.github.rethinkemitter.RethinkChannel;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.ObserverMethod;
import java.lang.annotation.Annotation;
import java.time.Duration;
import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Gives lifecycle events to their observers, each on its own: {@code Event.fire} would stop at the first that throws. The
 * synchronous ones are called one after another, on the executor, so that one which does not return can be left behind.
 */
final class LifecycleNotifier implements Consumer<LifecycleEvent> {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    // An executor that has begun nothing by then has no thread to spare.
    private static final Duration UNTIL_BEGUN = Duration.ofSeconds(1);

    private final LifecycleObservers observers;
    private final ObserverInvoker requests;
    private final Executor async;
    private final Duration patience;
    // Those that were left behind and have not returned.
    private final Set<ObserverMethod<?>> stuck = ConcurrentHashMap.newKeySet();

    LifecycleNotifier(LifecycleObservers observers, ObserverInvoker requests, Executor async) {
        this(observers, requests, async, PATIENCE);
    }

    /** @param patience how long the other observers wait for a synchronous one */
    LifecycleNotifier(LifecycleObservers observers, ObserverInvoker requests, Executor async, Duration patience) {
        this.observers = observers;
        this.requests = requests;
        this.async = async;
        this.patience = patience;
    }

    @Override
    public void accept(LifecycleEvent event) {
        var channel = RethinkChannel.Literal.of(event.channel());
        observers.of(event, channel).stream()
                .sorted(Comparator.comparingInt(ObserverMethod::getPriority))
                .forEach(method -> give(event, channel, method));
    }

    private void give(LifecycleEvent event, RethinkChannel channel, ObserverMethod<? super LifecycleEvent> method) {
        var call = new Call(() -> call(event, channel, method));
        if (method.isAsync()) {
            Throwable refusal = submit(call);
            if (refusal != null) {
                Log.lifecycleObserverRefused(event, method, refusal);
            }
        } else if (stuck.contains(method)) {
            Log.lifecycleObserverSkipped(event, method);
        } else {
            giveAndWait(call, method);
        }
    }

    /** Null when the executor takes it. */
    private @Nullable Throwable submit(Call call) {
        try {
            async.execute(call);
            return null;
        } catch (Throwable refusal) { // servers have many ways of saying that they are about to end
            return refusal;
        }
    }

    private void giveAndWait(Call call, ObserverMethod<?> method) {
        try {
            if (submit(call) != null || !call.begun.await(UNTIL_BEGUN.toNanos(), TimeUnit.NANOSECONDS)) {
                call.run();
            }
            if (!call.ended.await(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                leaveBehind(call, method);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // by whoever stops all this
        }
    }

    private void leaveBehind(Call call, ObserverMethod<?> method) {
        call.afterwards = () -> {
            if (stuck.remove(method)) {
                Log.lifecycleObserverReturned(method);
            }
        };
        stuck.add(method);
        Log.lifecycleObserverStuck(method, patience);
        if (call.ended.getCount() == 0) { // it may have come back before it was told what to do then
            call.afterwards.run();
        }
    }

    @SuppressWarnings("unchecked") // resolved for this very event
    private void call(LifecycleEvent event, RethinkChannel channel, ObserverMethod<? super LifecycleEvent> method) {
        Set<Annotation> qualifiers = Set.of(channel, Any.Literal.INSTANCE);
        try {
            requests.call(
                    (ObserverMethod<Object>) (Object) method, new CallContext(event, event.getClass(), qualifiers));
        } catch (Throwable e) { // of one observer: no reason to keep the others from the news
            Log.lifecycleObserverFailed(event, method, e);
        }
    }

    /** One call, made by the executor or by whoever has waited long enough for that. */
    private static final class Call implements Runnable {

        final CountDownLatch begun = new CountDownLatch(1);
        final CountDownLatch ended = new CountDownLatch(1);
        volatile Runnable afterwards = () -> {};
        private final Runnable body;
        private final AtomicBoolean taken = new AtomicBoolean();

        Call(Runnable body) {
            this.body = body;
        }

        @Override
        public void run() {
            if (!taken.compareAndSet(false, true)) {
                return;
            }
            begun.countDown();
            try {
                body.run();
            } finally {
                ended.countDown();
                afterwards.run();
            }
        }
    }
}
