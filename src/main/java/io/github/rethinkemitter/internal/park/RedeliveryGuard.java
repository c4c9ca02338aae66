package io.github.rethinkemitter.internal.park;

import io.github.rethinkemitter.ParkedReason;
import io.github.rethinkemitter.ParkedState;
import io.github.rethinkemitter.internal.flow.Delivery;
import io.github.rethinkemitter.internal.flow.EventSink;
import io.github.rethinkemitter.internal.flow.ParkedWrite;
import io.github.rethinkemitter.internal.flow.PositionStore.Subscription;
import io.github.rethinkemitter.internal.flow.StoredEvent;
import io.github.rethinkemitter.internal.park.Parker.Sessions;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;

/**
 * Gives what may be given once more, after several processes in a row ended out of order, to observers one event at a time, with an
 * entry for each observer. So a payload that ends the process is found and counted. An observer for which the event is stored already does not
 * get it in this way. The feed loop hands events in; any thread tells that one is handled.
 */
public final class RedeliveryGuard implements EventSink {

    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final int CRASHES = 2; // in a row; one alone may have any reason

    private final String channel;
    private final Subscription owner;
    private final ParkQueue queue;
    private final Sessions sessions;
    private final Observers observers;
    private final IntSupplier crashes;
    private final Duration longestWait;
    private final Map<String, Set<String>> entries = new ConcurrentHashMap<>(); // by the id of their event

    // Used by the feed loop.
    private int left;
    private boolean begun;
    private boolean waits = true;

    /** Those who get the events. */
    public interface Observers extends EventSink {

        /** The names of those that get events of a topic. */
        List<String> observersOf(String topic);

        /** Waits until none of them has anything to do now, at most so long; says whether that is so. */
        boolean awaitIdle(Duration timeout);

        /** Whether nothing is given to them any more. */
        boolean isClosed();
    }

    /**
     * @param crashes how many processes before this one have ended out of order while the same events were observed
     * @param events so many at most were handed out since the position was written last, so that later ones are given
     *     without care
     * @param longestWait for an event before the next one is given
     */
    public RedeliveryGuard(
            String channel,
            Subscription owner,
            ParkQueue queue,
            Sessions sessions,
            Observers observers,
            IntSupplier crashes,
            int events,
            Duration longestWait) {
        this.channel = channel;
        this.owner = owner;
        this.queue = queue;
        this.sessions = sessions;
        this.observers = observers;
        this.crashes = crashes;
        this.left = events;
        this.longestWait = longestWait;
    }

    @Override
    public void accept(Delivery delivery) throws InterruptedException {
        queue.awaitOpen();
        if (!delivery.redelivered() || left == 0 || crashes.getAsInt() < CRASHES) {
            observers.accept(delivery);
            return;
        }
        left--;
        var calls = calls(delivery.event());
        if (calls.isEmpty()) {
            observers.accept(delivery);
            return;
        }
        if (!begun) {
            begun = true;
            Log.oneByOne(channel);
        }
        awaitOthers();
        var guarded = queue.guarded();
        calls.values().forEach(call -> guarded.add(call.id(), 0));
        var stored = hold(List.copyOf(calls.values()));
        var except = new HashSet<String>();
        var held = new HashSet<String>();
        calls.forEach((observer, call) -> {
            if (stored.contains(call.id())) {
                guarded.remove(call.id());
                except.add(observer);
            } else {
                held.add(call.id());
            }
        });
        entries.put(delivery.event().id(), held);
        observers.accept(delivery.without(except));
        observers.flush();
    }

    private Map<String, ParkedWrite> calls(StoredEvent event) {
        var calls = new LinkedHashMap<String, ParkedWrite>();
        for (var observer : event.isFiller() ? List.<String>of() : observers.observersOf(event.topic())) {
            calls.put(
                    observer,
                    new ParkedWrite(
                            queue.idOf(observer, event),
                            observer,
                            event,
                            ParkedState.REDRIVING,
                            ParkedReason.CRASH,
                            crashes.getAsInt() + 1,
                            null,
                            null,
                            null));
        }
        return calls;
    }

    // A stuck observer is waited for once, until others become idle.
    private void awaitOthers() throws InterruptedException {
        observers.flush();
        waits = observers.awaitIdle(waits ? longestWait : Duration.ZERO);
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    private Set<String> hold(List<ParkedWrite> calls) throws InterruptedException {
        while (!observers.isClosed()) {
            var session = sessions.await(PAUSE);
            if (session != null) {
                try {
                    return session.parked().hold(owner, calls);
                } catch (IOException e) {
                    // Another session is awaited. The feed loop notices as well if the database is gone.
                    queue.pause(PAUSE);
                }
            }
        }
        throw new InterruptedException("the observers are closed");
    }

    @Override
    public void flush() {
        observers.flush();
    }

    /** All observers of an event are done with it, so that its entries are needed no more. */
    public void handled(StoredEvent event) {
        if (!entries.isEmpty()) {
            var ids = entries.remove(event.id());
            if (ids != null) {
                queue.forget(ids);
            }
        }
    }
}
