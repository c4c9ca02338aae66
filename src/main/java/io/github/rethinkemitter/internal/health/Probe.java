package io.github.rethinkemitter.internal.health;

import io.github.rethinkemitter.ChannelStatus;
import java.util.function.Predicate;

/** What a health check asks of every channel. */
enum Probe {
    /** Whether the application has started. */
    STARTUP(ChannelStatus::started, false),
    /** Whether the application should get requests. Does not depend on whether observers fail. */
    READINESS(ChannelStatus::ready, false),
    /** Whether the process can go on without a restart. Does not depend on the database. */
    LIVENESS(ChannelStatus::live, true);

    @SuppressWarnings("ImmutableEnumChecker") // a reference to a getter has no state
    private final Predicate<ChannelStatus> condition;

    private final boolean upBeforeChannelsExist;

    Probe(Predicate<ChannelStatus> condition, boolean upBeforeChannelsExist) {
        this.condition = condition;
        this.upBeforeChannelsExist = upBeforeChannelsExist;
    }

    boolean isUp(ChannelStatus channel) {
        return condition.test(channel);
    }

    boolean isUpBeforeChannelsExist() {
        return upBeforeChannelsExist;
    }
}
