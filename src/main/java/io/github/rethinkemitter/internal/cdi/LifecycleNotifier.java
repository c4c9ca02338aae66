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
 * Gives lifecycle events to their observers. Calls each by itself, because {@code Event.fire} would stop at the first that
 * throws. The synchronous ones are called one after another, on the executor, so that one which does not return can be left
 * behind.
 */
final class LifecycleNotifier implements Consumer<LifecycleEvent> {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    // An executor that has not begun a call by then has no free thread, and the call is made by the notifier's own.
    private static final Duration UNTIL_BEGUN = Duration.ofSeconds(1);

    private final LifecycleObservers observers;
    private final ObserverInvoker invoker;
    private final Executor async;
    private final Duration patience;
    // Observers that were left behind and have not returned.
    private final Set<ObserverMethod<?>> stuck = ConcurrentHashMap.newKeySet();

    LifecycleNotifier(LifecycleObservers observers, ObserverInvoker invoker, Executor async) {
        this(observers, invoker, async, PATIENCE);
    }

    /** @param patience how long the other observers wait for a synchronous one */
    LifecycleNotifier(LifecycleObservers observers, ObserverInvoker invoker, Executor async, Duration patience) {
        this.observers = observers;
        this.invoker = invoker;
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

    /** Returns why the executor refused it; null when it was taken. */
    private @Nullable Throwable submit(Call call) {
        try {
            async.execute(call);
            return null;
        } catch (Throwable refusal) { // servers that are about to end throw many kinds of exceptions
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
            Thread.currentThread().interrupt(); // the channel is being stopped
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
        if (call.ended.getCount() == 0) { // the call may have ended before "afterwards" was set
            call.afterwards.run();
        }
    }

    @SuppressWarnings("unchecked") // resolved for this very event
    private void call(LifecycleEvent event, RethinkChannel channel, ObserverMethod<? super LifecycleEvent> method) {
        Set<Annotation> qualifiers = Set.of(channel, Any.Literal.INSTANCE);
        try {
            invoker.call(
                    (ObserverMethod<Object>) (Object) method, new CallContext(event, event.getClass(), qualifiers));
        } catch (Throwable e) { // the other observers get the event all the same
            Log.lifecycleObserverFailed(event, method, e);
        }
    }

    /** One call, made by the executor's thread or by the notifier's, whichever comes first. */
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
