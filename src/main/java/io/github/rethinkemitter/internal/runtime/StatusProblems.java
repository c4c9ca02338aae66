package io.github.rethinkemitter.internal.runtime;

import io.github.rethinkemitter.ChannelStatus.Following.Phase;
import io.github.rethinkemitter.internal.runtime.LinkState.Part;
import io.github.rethinkemitter.internal.subscribe.FollowCounts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Says why a channel is not ready or not live, and what to do.
 *
 * @param channel in words
 * @param follow null when the channel has no observers
 * @param tolerance how old the last proof of the feed may be
 */
record StatusProblems(
        String channel,
        LinkState.Snapshot link,
        @Nullable FollowCounts follow,
        Duration tolerance,
        ChannelThreads threads) {

    /** @param ended the names of the threads that should run and have ended */
    List<String> of(boolean ready, List<String> ended) {
        List<String> problems = new ArrayList<>(2);
        if (!ended.isEmpty()) {
            problems.add("The threads " + ended + " of " + channel
                    + " have ended. Start the application again, and report this with its log");
        }
        if (!ready) {
            problems.add(whyNotReady());
        }
        return List.copyOf(problems);
    }

    private String whyNotReady() {
        return switch (link.state()) {
            case DISABLED, STOPPED -> "The application has stopped, and " + channel + " with it";
            case CONNECTING -> whyNotConnected();
            case INTERRUPTED ->
                capitalized(channel) + " has been interrupted since " + link.since() + ": " + lastFailure()
                        + ". Triggered events wait, and it tries to connect again";
            case CONNECTED -> whyNotWhole();
        };
    }

    private String whyNotConnected() {
        if (link.lastFailure() != null) {
            return capitalized(channel) + " cannot be connected: " + lastFailure()
                    + ". Triggered events wait, and it tries again";
        }
        if (!threads.hasStarted(ThreadRole.SESSION)) {
            return capitalized(channel) + " has not been started: it connects when the application has started, or"
                    + " when its first event is triggered";
        }
        return link.missing().contains(Part.FEED) && !threads.hasStarted(ThreadRole.FEED)
                ? capitalized(channel) + " calls no observers yet: it does when the application has started"
                : capitalized(channel) + " is being connected for the first time";
    }

    private String whyNotWhole() {
        if (follow != null && follow.phase() == Phase.LIVE) {
            return "The changefeed of " + channel + " has not been proven to be whole for "
                    + (follow.sinceProof() == null ? "as long as it is open" : seconds(follow.sinceProof()))
                    + ", where " + seconds(tolerance)
                    + " are usual at most. See why the database or the observers take so long";
        }
        return capitalized(channel) + " observes events that were stored while it did not follow the table"
                + (follow == null ? "" : ", and is behind by " + seconds(follow.lag()))
                + ". Wait, or see why its observers take so long";
    }

    private String lastFailure() {
        var failure = link.lastFailure();
        return failure == null ? "the connection is lost" : String.valueOf(failure.getMessage());
    }

    private static String seconds(Duration time) {
        return time.toSeconds() + " s";
    }

    private static String capitalized(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }
}
