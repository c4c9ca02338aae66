package io.github.rethinkemitter.internal.dispatch;

import io.github.rethinkemitter.EmitterException;
import io.github.rethinkemitter.ObserverFailed;
import io.github.rethinkemitter.RethinkEvent;
import io.github.rethinkemitter.internal.flow.Delivery;
import io.github.rethinkemitter.internal.flow.Observer;
import io.github.rethinkemitter.internal.flow.Signals;
import io.github.rethinkemitter.internal.flow.Sink;
import io.github.rethinkemitter.internal.flow.TopicPattern;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Calls the observers of a channel, each on its own: the synchronous ones on the thread that runs this, in the order of
 * their priorities, the asynchronous ones on the executor. An event is handled when all of them have returned or failed.
 */
public final class Dispatcher implements Sink, Runnable {

    // Topics may be made up of ids, and be as many as events.
    private static final int KNOWN_TOPICS = 1_000;

    private enum Phase {
        /** Takes events. */
        OPEN,
        /** Takes no more, and handles those it has. */
        DRAINING,
        /** Calls nobody. What is left stays unhandled and is delivered after the next start. */
        STOPPED
    }

    private record Route(TopicPattern pattern, Observer observer) {}

    private final String channel;
    private final List<Route> routes;
    private final Ports ports;
    private final Lanes lanes;
    private final Underway underway;
    private Deque<Underway.Turn> taken = new ArrayDeque<>(); // used by the thread that runs this, as is the next
    private final Map<String, List<Observer>> byTopic = new HashMap<>();
    private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.OPEN);
    private volatile @Nullable Thread runner;

    /**
     * A dispatcher that takes events at once, and calls observers when a thread runs it.
     *
     * @param bufferSize how many events may be under way, asynchronous observers included
     */
    public Dispatcher(String channel, int bufferSize, List<Observer> observers, Ports ports) {
        this.channel = channel;
        this.routes = observers.stream()
                .sorted(Comparator.comparingInt(Observer::priority))
                .map(observer -> new Route(TopicPattern.of(observer.topic()), observer))
                .toList();
        this.ports = ports;
        this.lanes = new Lanes(ports.async());
        this.underway = new Underway(bufferSize, ports.completion()::handled);
    }

    @Override
    public void accept(Delivery delivery) throws InterruptedException {
        if (phase.get() != Phase.OPEN) {
            Log.refusedAfterStop(channel, delivery.event());
            return;
        }
        underway.enter(delivery);
    }

    @Override
    public boolean offer(Delivery delivery) {
        return phase.get() == Phase.OPEN && underway.offer(delivery);
    }

    @Override
    public void flush() {
        underway.flush();
    }

    /** Calls observers until {@link #stop}; nothing that they throw ends it. */
    @Override
    public void run() {
        runner = Thread.currentThread();
        while (phase.get() != Phase.STOPPED) {
            try {
                if (taken.isEmpty()) {
                    taken = underway.take();
                }
                dispatch(taken.remove());
            } catch (InterruptedException e) {
                Log.interrupted(channel); // only stop() ends this loop: an interrupt by an observer's code must not
            } catch (VirtualMachineError e) {
                Log.outOfMeans(channel, e);
            }
        }
        runner = null;
    }

    /**
     * Takes no more events, waits until those it has are handled, and ends the thread. A thread that is still in an observer
     * when the time is up is interrupted.
     *
     * @return whether all were handled
     */
    public boolean stop(Duration timeout) {
        phase.compareAndSet(Phase.OPEN, Phase.DRAINING);
        var thread = runner;
        // An observer that stops the application would wait for itself.
        boolean pointless = thread == Thread.currentThread() || phase.get() == Phase.STOPPED;
        int left = underway.drain(pointless ? Duration.ZERO : timeout);
        if (phase.getAndSet(Phase.STOPPED) != Phase.STOPPED && left > 0) {
            Log.leftAtStop(channel, left, timeout.toMillis());
        }
        if (thread != null && thread != Thread.currentThread()) {
            thread.interrupt();
        }
        return left == 0;
    }

    /** Whether that thread calls the observers. */
    public boolean isRunBy(Thread thread) {
        return thread.equals(runner);
    }

    private void dispatch(Underway.Turn turn) {
        var event = new DeliveredEvent(channel, turn.delivery, ports.codec());
        var observers = turn.delivery.event().isFiller() ? List.<Observer>of() : observersOf(event.topic());
        // First, so that they need not wait for the synchronous ones.
        for (var observer : observers) {
            if (observer.async()) {
                handOver(observer, event, turn);
            }
        }
        var payloads = new Payloads(event);
        try {
            for (var observer : observers) {
                if (!observer.async() && phase.get() != Phase.STOPPED) {
                    call(observer, event, () -> payloads.as(observer.type()));
                    Thread.interrupted(); // what one observer leaves behind is not for the next
                }
            }
        } finally {
            release(turn);
        }
    }

    private void handOver(Observer observer, DeliveredEvent event, Underway.Turn turn) {
        turn.hold();
        var lane = new Lanes.Lane(observer, turn.delivery.event().src());
        lanes.add(
                lane,
                new Lanes.Work(
                        () -> {
                            try {
                                if (phase.get() != Phase.STOPPED) {
                                    call(observer, event, () -> Payloads.read(event, observer.type()));
                                }
                            } finally {
                                release(turn);
                            }
                        },
                        refusal -> {
                            failed(observer, event, refused(observer, event, refusal));
                            release(turn);
                        }));
    }

    // After STOPPED an event may have missed observers: it stays unhandled.
    private void release(Underway.Turn turn) {
        if (phase.get() != Phase.STOPPED) {
            turn.release();
        }
    }

    private void call(Observer observer, DeliveredEvent event, Payload payload) {
        try {
            observer.call(payload.read());
        } catch (Throwable thrown) { // an Error of one observer's code is no reason to deprive the others
            failed(observer, event, thrown);
        }
    }

    private void failed(Observer observer, RethinkEvent event, Throwable cause) {
        var problem = cause instanceof EmitterException known && known.id().equals("RTH0413")
                ? known
                : new EmitterException(
                        "RTH0411 observer " + observer.method() + " failed on event " + event.id() + " of topic \""
                                + event.topic() + "\": " + cause + ". Other observers got it; see the cause",
                        cause);
        Log.observerFailed(problem);
        try {
            ports.signals().error(Signals.Phase.DISPATCH, problem);
            ports.lifecycle().accept(new ObserverFailed(channel, event, observer.method(), 1, cause));
        } catch (RuntimeException | StackOverflowError | LinkageError e) {
            Log.observerFailed(
                    new EmitterException("RTH0415 the failure of " + observer.method() + " could not be told", e));
        }
    }

    private static EmitterException refused(Observer observer, RethinkEvent event, Throwable cause) {
        return new EmitterException(
                "RTH0413 the executor refused to run observer " + observer.method() + " on event " + event.id()
                        + " of topic \"" + event.topic()
                        + "\". Give the managed executor more threads or a longer queue",
                cause);
    }

    private List<Observer> observersOf(String topic) {
        var known = byTopic.get(topic);
        if (known != null) {
            return known;
        }
        var found = matching(topic);
        if (byTopic.size() >= KNOWN_TOPICS) {
            byTopic.clear();
        }
        byTopic.put(topic, found);
        return found;
    }

    private List<Observer> matching(String topic) {
        return routes.stream()
                .filter(route -> route.pattern().matches(topic))
                .map(Route::observer)
                .toList();
    }

    @FunctionalInterface
    private interface Payload {
        @Nullable
        Object read();
    }
}
