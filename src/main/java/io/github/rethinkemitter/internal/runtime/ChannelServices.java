package io.github.rethinkemitter.internal.runtime;

import io.github.rethinkemitter.Emitter;
import io.github.rethinkemitter.EmitterStatus;
import io.github.rethinkemitter.ParkedEvents;
import io.github.rethinkemitter.Timeline;
import java.time.Instant;

/** What an application uses of a channel. The first use makes the channel publish, except that {@link EmitterStatus#now} only
 * looks. */
public record ChannelServices(Emitter emitter, ParkedEvents parked, EmitterStatus status, Timeline timeline) {

    /**
     * Those of a channel that is switched off.
     *
     * @param option which switches it on
     * @param since when the application began
     */
    static ChannelServices disabled(String channel, String option, Instant since) {
        return new ChannelServices(
                new DisabledEmitter(option),
                new DisabledParkedEvents(option),
                new DisabledStatus(channel, option, since),
                new DisabledTimeline(option));
    }
}
