package io.github.rethinkemitter;

import java.time.Instant;

/**
 * Says that the database has an event.
 *
 * <pre>{@code
 * emitter.trigger("beep", "boop").thenAccept(receipt -> audit(receipt.id(), receipt.storedAt()));
 * }</pre>
 *
 * @param id the primary key of the event's document
 * @param topic its topic
 * @param storedAt when the database stored the event, by its clock, to the millisecond; the event's {@code ts}
 */
public record Receipt(String id, String topic, Instant storedAt) {}
