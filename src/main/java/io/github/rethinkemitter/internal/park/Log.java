package io.github.rethinkemitter.internal.park;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** The messages of this package: RTH0431 to RTH0434. RTH0431 is the message of an exception as well. */
final class Log {

    private static final Logger LOGGER = System.getLogger("io.github.rethinkemitter.park");

    private Log() {}

    static String cannotStore(String channel, Throwable cause) {
        return "RTH0431 channel \"" + channel + "\" cannot store events on which observers failed, or take those that"
                + " are due: " + cause.getMessage()
                + ". Such events are not handled, and nothing of them is lost; it is tried again by itself";
    }

    static void failing(String message, Throwable cause) {
        LOGGER.log(Level.WARNING, message, cause);
    }

    static void storesAgain(String channel) {
        LOGGER.log(
                Level.INFO, () -> "RTH0432 channel \"" + channel + "\" stores events on which observers failed again");
    }

    static void refused(String channel, ParkQueue.Waiting waiting, int times) {
        LOGGER.log(
                Level.ERROR,
                () -> "RTH0433 channel \"" + channel + "\": event \""
                        + waiting.outcome().event().id() + "\", on which observer \""
                        + waiting.outcome().observer() + "\" failed, could not be stored " + times
                        + " times while the database answers. Others are stored before it is tried again. It is not"
                        + " handled, so the position stays before it; see RTH0431 for the reason");
    }

    static void oneByOne(String channel) {
        LOGGER.log(
                Level.INFO,
                () -> "RTH0434 channel \"" + channel + "\" was not stopped in order. What observers may have been given"
                        + " before comes one event at a time, and what ends the process again and again is parked");
    }
}
