package io.github.rethinkemitter.internal.rethink.wire;

import io.github.rethinkemitter.internal.config.ConnectionSettings.Heartbeat;
import java.io.IOException;
import java.time.Duration;

/** How long nothing came, and what that calls for. Used by one thread. */
final class HeartbeatMonitor {

    private static final long TICK = Duration.ofMillis(SocketReader.TICK_MILLIS).toNanos();

    private final Heartbeat heartbeat;
    private long lastByte;
    private long lastTick;
    private long asked;
    private boolean asking;

    HeartbeatMonitor(Heartbeat heartbeat, long now) {
        this.heartbeat = heartbeat;
        this.lastByte = now;
        this.lastTick = now;
    }

    enum Sign {
        FINE,
        /** A tick has passed. */
        TICK,
        /** The server must be asked for a sign of life. */
        ASK,
        /** It was asked, and has not sent a byte since. */
        DEAD
    }

    /** Why a connection ends that was {@link Sign#DEAD}. */
    IOException tooLong() {
        return new IOException("it has been silent for "
                + heartbeat.interval().plus(heartbeat.timeout()).toMillis() + " ms");
    }

    void broken(long now) {
        lastByte = now;
        asking = false;
    }

    Sign at(long now) {
        if (now - lastTick < TICK) {
            return Sign.FINE;
        }
        if (asking && now - asked >= heartbeat.timeout().toNanos()) {
            return Sign.DEAD;
        }
        if (!asking && now - lastByte >= heartbeat.interval().toNanos()) {
            asking = true;
            asked = now;
            return Sign.ASK;
        }
        lastTick = now;
        return Sign.TICK;
    }
}
