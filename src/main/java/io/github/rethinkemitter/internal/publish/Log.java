package io.github.rethinkemitter.internal.publish;

import io.github.rethinkemitter.EmitterException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;

/** What this package logs: RTH01xx. */
final class Log {

    private static final Logger LOG = System.getLogger("io.github.rethinkemitter.publish");

    private Log() {}

    // RTH0101 and RTH0102 are messages of Topic; RTH0103 to RTH0109 and RTH0140 of RefusalMessages; RTH0110 to RTH0120,
    // RTH0122
    // to RTH0125 and RTH0128 of PublishFailures; RTH0129 to RTH0132 of QueueingEmitter.

    /** At the end of an application nobody may look at the stage of an event, so its failure is logged as well. */
    static void stopped(EmitterException problem, long count) {
        String others = count == 1 ? "" : ". So were " + (count - 1) + " others since this was last logged";
        LOG.log(Level.WARNING, () -> problem.getMessage() + others);
    }

    static void callbackThrew(String topic, Throwable cause) {
        LOG.log(
                Level.ERROR,
                () -> "RTH0126 a callback of the stage of an event of topic \"" + topic
                        + "\" threw an error that its stage did not catch. Other stages complete all the same. See the cause, and mend the callback",
                cause);
    }

    static void callbacksLeft(int count) {
        LOG.log(
                Level.WARNING,
                () -> "RTH0127 the emitter has stopped, but " + count + " callbacks of stages have not returned; their"
                        + " threads end with them. Hand what waits or takes long to an executor of your own");
    }

    static void late(int count, Duration limit) {
        LOG.log(
                Level.WARNING,
                () -> "RTH0121 " + count + " events were acknowledged more than " + limit.toMillis()
                        + " ms after they were sent, and get a newer time, so that no server passes them by. See why the"
                        + " database is slow; if that is usual, make rethink.emitter.resume-overlap longer on all servers");
    }
}
