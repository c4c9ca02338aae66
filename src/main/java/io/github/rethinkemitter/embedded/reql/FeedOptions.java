package io.github.rethinkemitter.embedded.reql;

/**
 * How a changefeed was asked for.
 *
 * @param squash whether several waiting changes of one document become one
 * @param initial whether it starts with what is stored
 * @param states whether it says when it starts and when it has caught up
 * @param types whether each element says what it is
 * @param queueSize how many changes may wait before it overflows
 */
record FeedOptions(boolean squash, boolean initial, boolean states, boolean types, int queueSize) {}
