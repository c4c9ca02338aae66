package io.github.rethinkemitter.internal.park;

import io.github.rethinkemitter.internal.flow.ChannelName;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** The messages of this package: RTH0431 to RTH0434. RTH0431 is the message of an exception as well. */
final class Log {

    private static final Logger LOGGER = System.getLogger("io.github.rethinkemitter.park");

    private Log() {}

    static String cannotStore(String channel, Throwable cause) {
        return "RTH0431 " + new ChannelName(channel)
                + " cannot store events on which observers failed, or take those that"
                + " are due: " + cause.getMessage()
                + ". Such events are not handled, and nothing of them is lost; it is tried again by itself";
    }

    static void storesAgain(String channel) {
        LOGGER.log(
                Level.INFO,
                () -> "RTH0432 " + new ChannelName(channel) + " stores events on which observers failed again");
    }

    static void refused(String channel, ParkQueue.Waiting waiting, int times) {
        LOGGER.log(
                Level.ERROR,
                () -> "RTH0433 " + new ChannelName(channel) + ": event \""
                        + waiting.outcome().event().id() + "\", on which observer \""
                        + waiting.outcome().observer() + "\" failed, could not be stored " + times
                        + " times while the database answers. Others are stored before it is tried again. It is not"
                        + " handled, so the position stays before it; see RTH0431 for the reason");
    }

    static void oneByOne(String channel) {
        LOGGER.log(
                Level.INFO,
                () -> "RTH0434 " + new ChannelName(channel)
                        + " was not stopped in order. What observers may have been given"
                        + " before comes one event at a time, and what ends the process again and again is parked");
    }
}
