package io.github.rethinkemitter.internal.runtime;

import io.github.rethinkemitter.ChannelStatus;
import io.github.rethinkemitter.ChannelStatus.Link;
import io.github.rethinkemitter.ChannelStatus.Publishing;
import io.github.rethinkemitter.EmitterStatus;
import io.github.rethinkemitter.StoredStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The status of a channel that is switched off.
 *
 * @param since when the application began
 */
record DisabledStatus(String channel, String option, Instant since) implements EmitterStatus {

    @Override
    public ChannelStatus now() {
        return new ChannelStatus(
                channel,
                new Link(Link.State.DISABLED, since, Optional.empty(), 0, Optional.empty()),
                new Publishing(0, 0, Duration.ZERO, 0, 0),
                Optional.empty(),
                List.of(),
                true,
                true,
                true,
                List.of());
    }

    @Override
    public StoredStatus stored() {
        throw DatabaseAccess.Subject.STORED_STATUS.switchedOff(option);
    }
}
