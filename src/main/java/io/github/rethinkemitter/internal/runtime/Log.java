package io.github.rethinkemitter.internal.runtime;

import io.github.rethinkemitter.LifecycleEvent;
import io.github.rethinkemitter.internal.flow.ChannelName;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;

/** The messages of this package: RTH06xx. */
final class Log {

    private static final Logger LOG = System.getLogger("io.github.rethinkemitter.runtime");

    private Log() {}

    // RTH0601 to RTH0603 are messages of exceptions, in Channels and DisabledEmitter.

    static void connected(String channel, String place) {
        LOG.log(Level.INFO, () -> "RTH0604 " + new ChannelName(channel) + " is connected: " + place);
    }

    static void lost(String channel, Throwable cause) {
        LOG.log(
                Level.WARNING,
                () -> "RTH0605 " + new ChannelName(channel) + " is interrupted: " + cause.getMessage()
                        + ". Triggered events wait; it tries to connect again");
    }

    static void back(String channel, Duration downtime) {
        LOG.log(
                Level.INFO,
                () -> "RTH0606 " + new ChannelName(channel) + " is back after " + downtime.toMillis() + " ms");
    }

    /** @param isNews whether it is for the operator, or only repeats an earlier one */
    static void attemptFailed(String channel, int count, boolean isNews, Throwable cause) {
        LOG.log(
                isNews ? Level.WARNING : Level.DEBUG,
                () -> "RTH0607 " + new ChannelName(channel) + " cannot be connected, failure " + count + ": "
                        + cause.getMessage());
    }

    static void observerThrew(String channel, LifecycleEvent event, Throwable cause) {
        LOG.log(
                Level.ERROR,
                () -> "RTH0608 " + event.getClass().getSimpleName() + " of " + new ChannelName(channel)
                        + " could not be given to its observers. Later lifecycle events are; see the cause",
                cause);
    }

    static void lifecycleEventDropped(String channel, LifecycleEvent event) {
        LOG.log(
                Level.WARNING,
                () -> "RTH0609 " + event.getClass().getSimpleName() + " of " + new ChannelName(channel)
                        + " is not fired, because an observer of earlier ones does not return, nor are those that follow");
    }

    static void lifecycleEventsDropped(String channel, long count) {
        LOG.log(
                Level.WARNING,
                () -> "RTH0624 " + count + " lifecycle events of " + new ChannelName(channel)
                        + " were not fired, because an observer took so long. Let it return sooner");
    }

    static void threadsLeft(String channel, List<String> threads) {
        LOG.log(
                Level.WARNING,
                () -> "RTH0610 " + new ChannelName(channel) + " was stopped, but its threads " + threads
                        + " are still busy, in an observer or in a connection attempt; they end with that");
    }

    static void startedWithout(String channel, Duration timeout) {
        LOG.log(
                Level.WARNING,
                () -> "RTH0611 " + new ChannelName(channel) + " is not connected after " + timeout.toMillis() + " ms"
                        + "; the application starts without it, and it goes on trying");
    }

    static void closingFailed(String server, Exception cause) {
        LOG.log(Level.WARNING, () -> "RTH0612 the embedded server \"" + server + "\" did not stop well", cause);
    }

    static void unsent(String channel, int count) {
        LOG.log(
                Level.WARNING,
                () -> "RTH0618 " + count + " events of " + new ChannelName(channel)
                        + " were given up at the stop. Keep the database reachable, or set a longer stop-timeout");
    }

    // RTH0616 is the message of an exception in FeedLoop, RTH0622 of one in StageSupervisor.

    /** @param problem whose message begins with its id */
    static void problem(Throwable problem) {
        LOG.log(Level.WARNING, problem.getMessage(), problem.getCause());
    }

    static void cannotPublishYet(String channel, Throwable cause) {
        LOG.log(
                Level.WARNING,
                () -> "RTH0623 " + new ChannelName(channel) + " cannot store events yet: " + cause.getMessage()
                        + ". They wait; it is tried again with each of them, and when the application has started");
    }

    static void neverStarted(String channel, Duration after) {
        LOG.log(
                Level.WARNING,
                () -> "RTH0625 " + new ChannelName(channel)
                        + " stores events, but calls no observers: the container has fired no"
                        + " jakarta.enterprise.event.Startup in the " + after.toSeconds()
                        + " s since the first was triggered. Use a container of CDI 4.0 or newer, and see that the"
                        + " application's start ends");
    }

    static void positionLeft(String channel, Throwable cause) {
        LOG.log(
                Level.WARNING,
                () -> "RTH0619 the position of " + new ChannelName(channel) + " could not be written at the stop: "
                        + cause.getMessage()
                        + ". The last events before it will be observed a second time after the next start");
    }

    static void endedAtOnce(String thread) {
        LOG.log(
                Level.WARNING,
                () -> "RTH0621 the server's thread for \"" + thread
                        + "\" ended before it ran anything; another is tried. The server's log may say why");
    }
}
