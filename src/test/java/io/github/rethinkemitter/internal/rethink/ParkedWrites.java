package io.github.rethinkemitter.internal.rethink;

import io.github.rethinkemitter.ParkedReason;
import io.github.rethinkemitter.ParkedState;
import io.github.rethinkemitter.internal.flow.FailureCause;
import io.github.rethinkemitter.internal.flow.ParkedWrite;
import io.github.rethinkemitter.internal.flow.StoredEvent;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What is to be stored about an event, changed field by field. */
record ParkedWrites(
        ParkedState state,
        int attempts,
        @Nullable Duration dueIn,
        String observer,
        String topic,
        @Nullable FailureCause cause) {

    static final Instant TIME = Instant.parse("2030-01-01T00:00:00.123Z");

    static final FailureCause CAUSE =
            new FailureCause("com.example.Orders$RefusedException", "no \"room\"\n", "at com.example.Orders");

    static ParkedWrites parked() {
        return new ParkedWrites(ParkedState.PARKED, 3, null, "billing", "order.placed", CAUSE);
    }

    static ParkedWrites in(ParkedState state) {
        return parked().state(state);
    }

    static ParkedWrites waiting(Duration dueIn) {
        return new ParkedWrites(ParkedState.WAITING, 1, dueIn, "billing", "order.placed", CAUSE);
    }

    static ParkedWrites calling(int attempts) {
        return new ParkedWrites(ParkedState.REDRIVING, attempts, null, "billing", "order.placed", null);
    }

    ParkedWrites state(ParkedState other) {
        return new ParkedWrites(other, attempts, dueIn, observer, topic, cause);
    }

    ParkedWrites attempts(int other) {
        return new ParkedWrites(state, other, dueIn, observer, topic, cause);
    }

    ParkedWrites observer(String other) {
        return new ParkedWrites(state, attempts, dueIn, other, topic, cause);
    }

    ParkedWrites topic(String other) {
        return new ParkedWrites(state, attempts, dueIn, observer, other, cause);
    }

    ParkedWrites cause(@Nullable FailureCause other) {
        return new ParkedWrites(state, attempts, dueIn, observer, topic, other);
    }

    ParkedWrite as(String id) {
        return as(id, event(topic, "[\"" + topic + "\",1.50]"));
    }

    ParkedWrite as(String id, StoredEvent event) {
        return new ParkedWrite(id, observer, event, state, ParkedReason.FAILED, attempts, dueIn, cause, null);
    }

    /** As an entry of a group. The time and the number are those of its event. */
    ParkedWrite as(String id, String group, Instant ts, long number) {
        var event = new StoredEvent("p1-" + number, ts, "p1", number, topic, "[\"" + topic + "\"]", true, null);
        return new ParkedWrite(id, observer, event, state, ParkedReason.FAILED, attempts, dueIn, cause, group);
    }

    static StoredEvent event(String topic, String args) {
        return new StoredEvent("p1-7", TIME, "p1", 7, topic, args, true, "{\"user\":\"bob\"}");
    }
}
