package io.github.rethinkemitter.internal.timeline;

import io.github.rethinkemitter.EmitterException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What an application is told when the timeline cannot be read.
 *
 * @param channel names the channel in messages
 */
public record TimelineFailures(String channel) {

    public EmitterException unconnected(Duration timeout, String reason, @Nullable Throwable cause) {
        return new EmitterException(
                "RTH0640 " + channel + " has had no connection for " + timeout.toMillis()
                        + " ms, so its timeline cannot be read: " + reason + ". Mend that, and call again",
                cause);
    }

    EmitterException failed(Exception cause) {
        return new EmitterException(
                "RTH0641 the timeline of " + channel + " cannot be read: " + cause.getMessage()
                        + ". See the cause, and call again",
                cause);
    }

    public EmitterException stopped() {
        return new EmitterException(
                "RTH0643 the application has stopped, and with it the connection to the timeline of " + channel
                        + ". Use it in a @PreDestroy method at the latest",
                null);
    }

    EmitterException interrupted(Exception cause) {
        return new EmitterException(
                "RTH0644 the thread was interrupted while it read the timeline of " + channel
                        + ". Call again on a thread that is not interrupted",
                cause);
    }
}
