package io.github.rethinkemitter.internal.park;

import io.github.rethinkemitter.ParkedReason;
import io.github.rethinkemitter.ParkedState;
import io.github.rethinkemitter.internal.flow.Delivery;
import io.github.rethinkemitter.internal.flow.EventSink;
import io.github.rethinkemitter.internal.flow.ParkedStore;
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
import org.jspecify.annotations.Nullable;

/**
 * Stands before the observers while events come that may have been given to them before. An observer for which such an event is stored
 * already does not get it in this way. After several processes in a row ended out of order, the events go to observers one at a time,
 * with an entry for each observer, so that a payload that ends the process is found and counted. The feed loop hands events in; any
 * thread tells that one is handled.
 */
public final class RedeliveryGuard implements EventSink {

    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final int CRASHES = 2; // in a row; one alone may have any reason
    private static final int MOST_STORED = 10_000; // ids to remember; what is beyond is given to observers once more

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
    private @Nullable Set<String>
            stored; // the ids of entries that events which come again may have; null until one does

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
     * @param events so many at most were handed out since the position was written last, so that later ones are not given one at
     *     a time
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
        if (!delivery.redelivered()) {
            stored = null;
            observers.accept(delivery);
        } else if (left == 0 || crashes.getAsInt() < CRASHES) {
            observers.accept(withoutStored(delivery));
        } else {
            left--;
            giveAlone(delivery);
        }
    }

    // What was stored by the process before may not be covered by its last position yet.
    private Delivery withoutStored(Delivery delivery) throws InterruptedException {
        if (stored == null) {
            stored = ask(parked -> parked.changedSincePosition(owner, MOST_STORED));
        }
        if (stored.isEmpty()) {
            return delivery;
        }
        var except = new HashSet<String>();
        for (var observer : observersOf(delivery.event())) {
            if (stored.contains(queue.idOf(observer, delivery.event()))) {
                except.add(observer);
            }
        }
        return except.isEmpty() ? delivery : delivery.without(except);
    }

    private List<String> observersOf(StoredEvent event) {
        return event.isFiller() ? List.of() : observers.observersOf(event.topic());
    }

    private void giveAlone(Delivery delivery) throws InterruptedException {
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
        var others = ask(parked -> parked.hold(owner, List.copyOf(calls.values())));
        var except = new HashSet<String>();
        var held = new HashSet<String>();
        calls.forEach((observer, call) -> {
            if (others.contains(call.id())) {
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
        for (var observer : observersOf(event)) {
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

    private interface Question {

        Set<String> ask(ParkedStore parked) throws IOException;
    }

    private Set<String> ask(Question question) throws InterruptedException {
        while (!observers.isClosed()) {
            var session = sessions.await(PAUSE);
            if (session != null) {
                try {
                    return question.ask(session.parked());
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
