package io.github.rethinkemitter.internal.runtime;

import io.github.rethinkemitter.Emitter;
import io.github.rethinkemitter.EmitterStatus;
import io.github.rethinkemitter.ParkedEvents;
import io.github.rethinkemitter.Timeline;

/** What an application uses of a channel. The first use of all but the status makes the channel publish. */
public record ChannelServices(Emitter emitter, ParkedEvents parked, EmitterStatus status, Timeline timeline) {

    /**
     * Those of a channel that is switched off.
     *
     * @param option which switches it on
     */
    static ChannelServices disabled(String channel, String option) {
        return new ChannelServices(
                new DisabledEmitter(option),
                new DisabledParkedEvents(option),
                new DisabledStatus(channel, option),
                new DisabledTimeline(option));
    }
}
