package io.github.rethinkemitter.embedded.reql;

/**
 * The optional arguments of {@code changes}.
 *
 * @param squash whether several changes of one document that wait to be fetched become one
 * @param pause seconds between two batches, in which changes gather; from a {@code squash} that is a number
 * @param initial whether the stored documents come first, {@code include_initial}
 * @param states whether {@code {state: …}} documents mark the beginning and the end of those, {@code include_states}
 * @param types whether each element tells its kind, {@code include_types}
 * @param offsets whether each element has its places in the order, {@code include_offsets}
 * @param queueSize how many changes may wait to be fetched, {@code changefeed_queue_size}
 */
record FeedOptions(
        boolean squash, double pause, boolean initial, boolean states, boolean types, boolean offsets, int queueSize) {}
