package io.github.rethinkemitter.internal.telemetry;

import io.github.rethinkemitter.internal.flow.ChannelName;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** The messages of this package: RTH0701 and RTH0702. */
final class Log {

    private static final Logger LOGGER = System.getLogger("io.github.rethinkemitter.telemetry");

    private Log() {}

    static void unusable(String type, Throwable cause) {
        LOGGER.log(
                Level.WARNING,
                () -> "RTH0701 the application's " + type
                        + " cannot be used, so it gets no traces or metrics of events. Events are stored and observed all"
                        + " the same; see the cause",
                cause);
    }

    static void failed(String channel, Throwable cause) {
        LOGGER.log(
                Level.WARNING,
                () -> "RTH0702 " + new ChannelName(channel)
                        + ": the application's tracer, exporter or registry threw. Events are stored and observed all the"
                        + " same. This is logged once a minute; see the cause",
                cause);
    }
}
