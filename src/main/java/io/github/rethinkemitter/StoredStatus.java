package io.github.rethinkemitter;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the database knows of a channel and of all servers that share it, as it was when {@link EmitterStatus#stored} was called.
 *
 * @param at the database's time
 * @param parked what is stored for observers that failed, by subscriber and observer; none without such events; unmodifiable
 * @param positions the lasting positions, in the order of their names; unmodifiable
 */
public record StoredStatus(Instant at, List<Parked> parked, List<Position> positions) {

    /**
     * What is stored for one observer. See {@link ParkedState}.
     *
     * @param subscriber the lasting name of the server for whose observer they are stored
     * @param observer the observer's name
     * @param waiting events that wait for their next attempt, and those that are being attempted
     * @param parked events that wait for somebody to redrive or discard them
     * @param held events that wait behind those
     * @param oldestParked when the event that was parked first was parked; empty when there is none
     */
    public record Parked(
            String subscriber, String observer, long waiting, long parked, long held, Optional<Instant> oldestParked) {}

    /**
     * A lasting position.
     *
     * @param subscriber the lasting name
     * @param handledUpTo the subscriber has handled all events that are older
     * @param lag how much older than {@link #at} that is
     * @param writtenAt when the position was written. A server that follows the table writes it at least once in each
     *     {@code rethink.emitter.heartbeat.interval}, even where there are no events
     * @param unused whether nobody has written it for ten minutes. Then no server follows under this name, or its observers have
     *     held it up for so long, or its {@code heartbeat.interval} is longer. Unless it comes back, the position only holds back
     *     {@code retention} and {@code persist=false}, which delete nothing that a lasting position still needs: see
     *     {@code rethink.emitter.position-expiry}
     */
    public record Position(String subscriber, Instant handledUpTo, Duration lag, Instant writtenAt, boolean unused) {}
}
