package io.github.rethinkemitter.internal.subscribe;

import io.github.rethinkemitter.internal.config.SubscribeSettings;

/**
 * How many stored events may be held, and how much they may weigh, because one may weigh as much as a thousand others.
 *
 * @param weight about as many bytes as characters
 */
record BufferLimit(int events, long weight) {

    static final int SLICE = 4; // how many times as large as the buffer
    private static final long WEIGHT = 1 << 20;

    /** For the stored events while a feed becomes ready. */
    static BufferLimit forFeed(SubscribeSettings settings) {
        return new BufferLimit(settings.bufferSize(), WEIGHT);
    }

    /** For the live events while a feed becomes ready. */
    static BufferLimit forLive(SubscribeSettings settings) {
        return new BufferLimit(settings.bufferSize(), SLICE * 2 * WEIGHT);
    }

    /** For one slice of a backlog. The larger a slice is, the fewer queries are sent, and the fewer events are read twice. */
    static BufferLimit forSlice(SubscribeSettings settings) {
        return new BufferLimit((int) Math.min(Integer.MAX_VALUE, (long) SLICE * settings.bufferSize()), WEIGHT);
    }

    /** How full the buffer is with these events: 1 at the limit, more beyond it. */
    double fill(long count, long weighing) {
        return Math.max((double) count / events, (double) weighing / weight);
    }
}
