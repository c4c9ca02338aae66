package io.github.rethinkemitter.internal.subscribe;

import io.github.rethinkemitter.internal.flow.Delivery;
import java.time.Instant;

/** What sequencing leads to, in the order in which it is to be acted on. */
sealed interface SequencingOutcome {

    /** It is this event's turn. */
    record Deliver(Delivery delivery) implements SequencingOutcome {}

    /** Events that exist, or existed, were passed. */
    record Missed(long count, Instant from, Instant to, String cause) implements SequencingOutcome {}
}
