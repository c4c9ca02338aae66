package io.github.rethinkemitter.internal.runtime;

import io.github.rethinkemitter.ChannelStatus;
import io.github.rethinkemitter.ChannelStatus.Following;
import io.github.rethinkemitter.ChannelStatus.Link;
import io.github.rethinkemitter.EmitterStatus;
import io.github.rethinkemitter.StoredStatus;
import io.github.rethinkemitter.internal.config.ChannelSettings;
import io.github.rethinkemitter.internal.flow.ChannelName;
import io.github.rethinkemitter.internal.flow.Session;
import io.github.rethinkemitter.internal.publish.Publisher;
import io.github.rethinkemitter.internal.subscribe.FollowCounts;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The status of a channel: what its parts say of themselves. */
record StatusOfChannel(ChannelSettings settings, Parts parts, DatabaseAccess access) implements EmitterStatus {

    // A proof waits for as long for documents that the feed has not brought yet.
    private static final Duration SHORTEST_TOLERANCE = Duration.ofSeconds(5);

    /**
     * The parts of a channel that are asked.
     *
     * @param inbound null when the application has no observers for this channel
     */
    record Parts(
            LinkState state,
            CurrentSession session,
            Publisher publisher,
            @Nullable InboundStages inbound,
            ChannelThreads threads) {}

    @Override
    public ChannelStatus now() {
        var link = parts.state().snapshot();
        var inbound = parts.inbound();
        var follow = inbound == null ? null : inbound.subscriber().counts();
        boolean ready = link.state() == Link.State.CONNECTED && (follow == null || isWhole(follow));
        var ended = link.state() == Link.State.STOPPED
                ? List.<String>of()
                : parts.threads().ended();
        var problems = new StatusProblems(
                new ChannelName(settings.name()).toString(), link, follow, tolerance(), parts.threads());
        return new ChannelStatus(
                settings.name(),
                link(link),
                parts.publisher().counts(),
                inbound == null || follow == null ? Optional.empty() : Optional.of(following(inbound, follow)),
                inbound == null ? List.of() : inbound.dispatcher().observers(),
                link.seen(),
                ready,
                ended.isEmpty(),
                problems.of(ready, ended));
    }

    @Override
    public StoredStatus stored() {
        return access.ask(Session::status);
    }

    private boolean isWhole(FollowCounts follow) {
        var sinceProof = follow.sinceProof();
        return follow.phase() == Following.Phase.LIVE && sinceProof != null && sinceProof.compareTo(tolerance()) <= 0;
    }

    private Duration tolerance() {
        var two = settings.subscribe().auditInterval().multipliedBy(2);
        return two.compareTo(SHORTEST_TOLERANCE) < 0 ? SHORTEST_TOLERANCE : two;
    }

    private Link link(LinkState.Snapshot link) {
        var session =
                link.state() == Link.State.STOPPED ? null : parts.session().get();
        return new Link(
                link.state(),
                link.since(),
                session == null ? Optional.empty() : Optional.of(session.host()),
                link.attempts(),
                Optional.ofNullable(link.lastFailure()).map(failure -> String.valueOf(failure.getMessage())));
    }

    private Following following(InboundStages inbound, FollowCounts follow) {
        return new Following(
                Optional.ofNullable(settings.subscribe().position().subscriber()),
                follow.phase(),
                Optional.ofNullable(follow.provenUpTo()),
                Optional.ofNullable(follow.handledUpTo()),
                follow.lag(),
                inbound.dispatcher().unhandled() + follow.held(),
                follow.held(),
                Optional.ofNullable(follow.lastEvent()),
                follow.received(),
                follow.missed());
    }
}
