package io.github.rethinkemitter.internal.subscribe;

import io.github.rethinkemitter.internal.config.SubscribeSettings;
import java.time.Duration;
import java.time.Instant;

/** How long a hole in a publisher's sequence is waited for, how much may wait behind holes, and how old its events may be. */
final class HolePolicy {

    private static final int EARLY_PART = 10;
    // More events than publishers have in progress at once, unless many of them are cut off in the middle together.
    private static final int MORE_FOR_REPEATS = 10_000;
    private static final long WEIGHT = 16 << 20; // bytes
    // One publisher's times may come from servers whose clocks differ.
    private static final Duration SKEW = Duration.ofSeconds(10);

    private final int bufferSize;
    private final long orderWait; // nanoseconds
    private final long repeatWait; // nanoseconds
    private final Duration overlap;
    private final Duration repeat; // by how much an event that is sent again may get a newer time

    HolePolicy(SubscribeSettings settings) {
        bufferSize = settings.bufferSize();
        orderWait = settings.orderWait().toNanos();
        repeatWait = Math.max(orderWait, settings.repeatWait().toNanos());
        overlap = settings.resumeOverlap();
        repeat = Duration.ofNanos(repeatWait);
    }

    /** Nanoseconds after which a hole is looked up for the first time. */
    long earlyWait() {
        return orderWait / EARLY_PART;
    }

    /** Nanoseconds after which a hole is skipped. Longer while its publisher may send the missing events again. */
    long lastWait(PublisherSequence publisher) {
        return publisher.isHoleSettled() ? orderWait : repeatWait;
    }

    /** Whether so many events wait behind holes that this publisher's hole is waited for no longer. */
    boolean isFull(PublisherSequence publisher, int waiting, long weight) {
        return publisher.isHoleSettled() ? isBeyondLimit(waiting, weight) : isBeyondRepeatLimit(waiting, weight);
    }

    /** Whether more events wait behind holes than may wait for numbers that are settled. */
    boolean isBeyondLimit(int waiting, long weight) {
        return waiting > bufferSize || weight > WEIGHT;
    }

    private boolean isBeyondRepeatLimit(int waiting, long weight) {
        return waiting > bufferSize + MORE_FOR_REPEATS || weight > 4 * WEIGHT;
    }

    /**
     * No event of the hole is older. The event before the hole may have been sent again, and then has a newer time than its
     * neighbours.
     */
    Instant earliest(PublisherSequence publisher) {
        return publisher.beforeHole().minus(overlap).minus(SKEW).minus(repeat);
    }

    /** No event of the hole is newer. It has the time at which it was sent again. */
    Instant latest(PublisherSequence publisher) {
        return publisher.newest.plus(overlap).plus(SKEW).plus(repeat);
    }

    /** Whether events of the hole may be older than the subscription, so that they are not missed. */
    boolean mayPrecede(Instant subscriptionStart, PublisherSequence publisher) {
        if (publisher.beganInMiddle) {
            return publisher.nothingInOrder() || earliest(publisher).isBefore(subscriptionStart);
        }
        // The publisher's first event came. If it was sent again, its original time may be older than what the first
        // feed reached back to, and so may its successors be.
        Instant originalTime = publisher.beforeHole().minus(SKEW).minus(repeat);
        Instant firstFeedFrom = subscriptionStart.minus(overlap);
        return originalTime.isBefore(firstFeedFrom);
    }
}
