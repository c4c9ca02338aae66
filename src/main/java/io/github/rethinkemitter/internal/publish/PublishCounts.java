package io.github.rethinkemitter.internal.publish;

import io.github.rethinkemitter.ChannelStatus.Publishing;
import io.github.rethinkemitter.internal.concurrent.OwnedCounter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** Counts what became of events, for the channel's status. */
final class PublishCounts {

    // Both are changed by the threads that report outcomes, which may be several at a stop.
    private final LongAdder stored = new LongAdder();
    private final LongAdder failed = new LongAdder();
    // Both are changed by the thread that uses the pipeline.
    private final OwnedCounter underWay = new OwnedCounter();
    private final OwnedCounter oldestUnderWay = new OwnedCounter(); // when it was triggered, while any is under way

    /** An event was not queued. */
    void rejected() {
        failed.increment();
    }

    /** These events have their outcome now. */
    void settled(EventOutcomes outcomes) {
        stored.add(outcomes.stored());
        failed.add(outcomes.all().size() - outcomes.stored());
    }

    /** These events were given numbers. They are newer than all that are under way. */
    void numbered(List<QueuedEvent> events) {
        if (underWay.get() == 0) {
            oldestUnderWay.set(events.get(0).triggeredAt());
        }
        underWay.add(events.size());
    }

    /** So many events that were under way have their outcome. */
    void answered(int events) {
        underWay.add(-events);
    }

    /** The event that is under way the longest was triggered then. */
    void oldestUnderWay(long triggeredAt) {
        oldestUnderWay.set(triggeredAt);
    }

    Publishing now(EventQueue queue, long nanos) {
        long sent = underWay.get();
        Long oldest = sent > 0 ? Long.valueOf(oldestUnderWay.get()) : queue.oldestTriggeredAt();
        var age = oldest == null ? Duration.ZERO : Duration.ofNanos(Math.max(0, nanos - oldest));
        return new Publishing(queue.size(), sent, age, stored.sum(), failed.sum());
    }
}
