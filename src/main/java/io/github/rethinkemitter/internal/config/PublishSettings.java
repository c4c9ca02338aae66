package io.github.rethinkemitter.internal.config;

import java.time.Duration;

/**
 * How events get into the table.
 *
 * @param bufferSize events that may wait
 * @param bufferBytes characters of JSON of all events that wait, or whose stages are not completed
 * @param blockTimeout how long {@code trigger} waits for room under {@link Overflow#BLOCK}
 * @param pack when events that wait together become one document
 * @param batchSize documents of one insert at most
 * @param batchBytes characters of JSON in one insert at most, unless one event alone has more
 * @param inFlight inserts under way at most
 * @param maxEventSize bytes of JSON of one event at most
 * @param lateAfter how long an acknowledgement may take until the event is given a newer time
 * @param sweep when events are deleted
 */
public record PublishSettings(
        int bufferSize,
        int bufferBytes,
        Overflow overflow,
        Duration blockTimeout,
        Pack pack,
        int batchSize,
        int batchBytes,
        int inFlight,
        int maxEventSize,
        Duration lateAfter,
        SweepSettings sweep) {

    /** What {@code trigger} does when the buffer is full. */
    public enum Overflow {
        BLOCK,
        FAIL
    }

    /** When events that wait together become one document. */
    public enum Pack {
        NEVER,
        AUTO
    }
}
