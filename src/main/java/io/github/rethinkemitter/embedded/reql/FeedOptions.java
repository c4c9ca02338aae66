package io.github.rethinkemitter.embedded.reql;

/**
 * How a changefeed was asked for.
 *
 * @param squash whether several waiting changes of one document become one
 * @param pause seconds between two batches, in which changes gather
 * @param initial whether it starts with what is stored
 * @param states whether it says when it starts and when it has caught up
 * @param types whether each element says what it is
 * @param offsets whether each element says where in the order it was and is
 * @param queueSize how many changes may wait before it overflows
 */
record FeedOptions(
        boolean squash, double pause, boolean initial, boolean states, boolean types, boolean offsets, int queueSize) {}
