package io.github.rethinkemitter.internal.subscribe;

import io.github.rethinkemitter.internal.config.SubscribeSettings;
import io.github.rethinkemitter.internal.flow.StoredEvent;

/**
 * How many stored events may be held, and, because one may weigh as much as a thousand others, how much they may weigh.
 *
 * @param weight about as many bytes as characters
 */
record BufferLimit(int events, long weight) {

    static final int SLICE = 4; // how many times as large as the buffer
    private static final long WEIGHT = 1 << 20;

    /** For what is held while a feed becomes ready. */
    static BufferLimit forFeed(SubscribeSettings settings) {
        return new BufferLimit(settings.bufferSize(), WEIGHT);
    }

    /** For what comes live meanwhile. */
    static BufferLimit forLive(SubscribeSettings settings) {
        return new BufferLimit(settings.bufferSize(), SLICE * 2 * WEIGHT);
    }

    /** For one slice of a backlog: the larger it is the fewer queries, and the less is read twice. */
    static BufferLimit forSlice(SubscribeSettings settings) {
        return new BufferLimit((int) Math.min(Integer.MAX_VALUE, (long) SLICE * settings.bufferSize()), WEIGHT);
    }

    static long weight(StoredEvent event) {
        return event.weight();
    }

    /** How many times all of the room these would take. */
    double filledBy(long count, long weighing) {
        return Math.max((double) count / events, (double) weighing / weight);
    }
}
