package io.github.rethinkemitter.internal.park;

import io.github.rethinkemitter.ParkedReason;
import io.github.rethinkemitter.ParkedState;
import io.github.rethinkemitter.internal.flow.AttemptOutcome;
import io.github.rethinkemitter.internal.flow.FakeParkedStore;
import io.github.rethinkemitter.internal.flow.ParkedStore;
import io.github.rethinkemitter.internal.flow.ParkedWrite;
import io.github.rethinkemitter.internal.flow.PartialSession;
import io.github.rethinkemitter.internal.flow.PositionStore.Subscription;
import io.github.rethinkemitter.internal.flow.Session;
import io.github.rethinkemitter.internal.flow.StoredEvent;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A subscriber "shop", run by the process "now", with a store in memory. */
final class ParkFixture {

    static final Subscription OWNER = new Subscription("shop", "now");
    static final Subscription EARLIER = new Subscription("shop", "earlier");

    final FakeParkedStore store = new FakeParkedStore();
    final ParkQueue queue = new ParkQueue("shop");
    volatile @Nullable Session session = new StoreSession();

    private final class StoreSession extends PartialSession {
        @Override
        public ParkedStore parked() {
            return store;
        }
    }

    /** The session; without one waits only a moment. */
    @Nullable
    Session await(Duration timeout) throws InterruptedException {
        if (session == null) {
            queue.pause(timeout.compareTo(Duration.ofMillis(10)) < 0 ? timeout : Duration.ofMillis(10));
        }
        return session;
    }

    void reconnect() {
        session = new StoreSession();
    }

    static StoredEvent event(String id) {
        return new StoredEvent(id, Instant.EPOCH, "node-1", 1, "beep", "[\"beep\"]", true, null);
    }

    static AttemptOutcome parked(String event) {
        return outcome(event, ParkedState.PARKED, null);
    }

    static AttemptOutcome outcome(String event, ParkedState state, @Nullable Duration dueIn) {
        return new AttemptOutcome(
                "billing",
                event(event),
                state,
                ParkedReason.FAILED,
                1,
                dueIn,
                new IllegalStateException("no money"),
                null);
    }

    String id(String event) {
        return queue.idOf("billing", event(event));
    }

    ParkedWrite inGroup(String event, String group) {
        return new ParkedWrite(
                id(event), "billing", event(event), ParkedState.PARKED, ParkedReason.FAILED, 1, null, null, group);
    }

    ParkedWrite write(String event, ParkedState state, int attempts) {
        return new ParkedWrite(
                id(event), "billing", event(event), state, ParkedReason.FAILED, attempts, Duration.ZERO, null, null);
    }
}
