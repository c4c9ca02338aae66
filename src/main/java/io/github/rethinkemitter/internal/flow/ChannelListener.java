package io.github.rethinkemitter.internal.flow;

import java.time.Duration;
import java.time.Instant;

/** What a channel reports to the application and to the log. Calls return quickly and never throw. */
public interface ChannelListener {

    void connected();

    void disconnected(Throwable cause);

    void reconnecting(int attempt, Duration delay);

    void reconnected(Duration downtime);

    void caughtUp(long count);

    void missed(long count, Instant from, Instant to, String cause);

    /** An attempt to connect failed. Logged as a warning if it is news, and fired. */
    void attemptFailed(Phase phase, int failures, boolean isNews, Throwable cause);

    /** Something that the operator should know: logged as a warning, and fired. Whoever reports it often must limit that. */
    void error(Phase phase, Throwable cause);

    /** What was being done; the names are those of the public {@code EmitterError.Phase}. */
    enum Phase {
        CONNECT,
        SETUP,
        PUBLISH,
        SUBSCRIBE,
        DISPATCH
    }
}
