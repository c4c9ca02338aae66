package io.github.rethinkemitter.internal.health;

import io.github.rethinkemitter.ChannelStatus;
import java.util.List;
import java.util.Optional;

/** The state of an application's channels, for its health checks. */
public interface ChannelStates {

    /**
     * The channels that count in health checks; an empty list when none does, such as in an application that does not use the
     * library. Empty as long as the channels of the application are still to be made. Never waits for the database.
     */
    Optional<List<ChannelStatus>> now();
}
