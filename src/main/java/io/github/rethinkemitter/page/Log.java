package io.github.rethinkemitter.page;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** The messages of this package: RTH0901 to RTH0999. */
final class Log {

    private static final Logger LOGGER = System.getLogger("io.github.rethinkemitter.page");

    private Log() {}

    /** @param address with the token that opens the page */
    static void opened(String address) {
        LOGGER.log(
                Level.INFO,
                () -> "RTH0901 the page of Rethink Emitter is at " + address + " for users of this machine");
    }

    static void noRole() {
        LOGGER.log(
                Level.WARNING,
                () -> "RTH0902 the page of Rethink Emitter refuses everybody, because no role is named. Set"
                        + " rethink.emitter.page.role to the role of those who may see it, or leave its jar out");
    }

    static void notOpened(int port, Throwable cause) {
        LOGGER.log(
                Level.WARNING,
                () -> "RTH0903 the page of Rethink Emitter has no port: " + port + " cannot be opened (" + cause
                        + "). Set rethink.emitter.page.port to a free one, or to 0 for any",
                cause);
    }

    static void redriven(String user, String channel, int done, int asked) {
        LOGGER.log(
                Level.INFO,
                () -> "RTH0904 " + user + " has redriven " + done + " of " + asked + " events of " + named(channel)
                        + " by the page");
    }

    static void discarded(String user, String channel, int done, int asked) {
        LOGGER.log(
                Level.INFO,
                () -> "RTH0905 " + user + " has discarded " + done + " of " + asked + " events of " + named(channel)
                        + " by the page");
    }

    static void failed(Throwable cause) {
        LOGGER.log(Level.WARNING, () -> "RTH0906 a request for the page failed. See the cause", cause);
    }

    private static String named(String channel) {
        return channel.isEmpty() ? "the default channel" : "channel \"" + channel + "\"";
    }
}
