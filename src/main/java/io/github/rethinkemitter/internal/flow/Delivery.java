package io.github.rethinkemitter.internal.flow;

/**
 * An event in its turn.
 *
 * @param redelivered whether observers may have had it before
 * @param replayed whether it was read from the stored timeline rather than live
 */
public record Delivery(StoredEvent event, boolean redelivered, boolean replayed) {}
