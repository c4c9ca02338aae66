package io.github.rethinkemitter.internal.dispatch;

import io.github.rethinkemitter.EmitterException;
import io.github.rethinkemitter.internal.flow.Stored;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** The messages of this package: RTH0411 to RTH0419. RTH0412 is thrown. */
final class Log {

    private static final Logger LOGGER = System.getLogger("io.github.rethinkemitter.dispatch");

    private Log() {}

    /** RTH0411 and RTH0413 */
    static void observerFailed(EmitterException problem) {
        LOGGER.log(Level.ERROR, problem::getMessage, problem.getCause());
    }

    static void leftAtStop(String channel, int events, long millis) {
        LOGGER.log(
                Level.WARNING,
                () -> "RTH0414 channel \"" + channel + "\" stopped while observers had not handled " + events
                        + " events that it had received. Raise rethink.emitter.stop-timeout (now " + millis
                        + " ms), or see what the observers wait for");
    }

    static void notTold(Stored event, Throwable cause) {
        LOGGER.log(
                Level.ERROR,
                () -> "RTH0415 what came of event " + event.id() + " of topic \"" + event.topic()
                        + "\" could not be told. The event is not harmed; see the cause",
                cause);
    }

    static void outOfMeans(String channel, VirtualMachineError cause) {
        LOGGER.log(
                Level.ERROR,
                () -> "RTH0417 channel \"" + channel
                        + "\" could not report a failed observer. Give the JVM more memory",
                cause);
    }

    static void interrupted(String channel) {
        LOGGER.log(Level.DEBUG, () -> "RTH0418 channel \"" + channel + "\": the dispatch thread was interrupted");
    }

    static void refusedAfterStop(String channel, Stored event) {
        LOGGER.log(
                Level.DEBUG,
                () -> "RTH0416 channel \"" + channel + "\" has stopped; event " + event.id()
                        + " is left for the next start");
    }
}
