package io.github.rethinkemitter.internal.subscribe;

import io.github.rethinkemitter.internal.flow.Delivery;
import java.time.Instant;

/** What the resequencer decided. Outcomes are acted on in their order. */
sealed interface SequencingOutcome {

    /** This event is the next of its publisher. */
    record Deliver(Delivery delivery) implements SequencingOutcome {}

    /** Events that were published, and neither came nor are in the table, were skipped. */
    record Missed(long count, Instant from, Instant to, String cause) implements SequencingOutcome {}
}
