package io.github.rethinkemitter.internal.rethink.wire;

import io.github.rethinkemitter.internal.config.ConnectionSettings.Heartbeat;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** Measures how long the server has sent nothing, and says what is to be done about it. Used by one thread. */
final class HeartbeatMonitor {

    /** How long a read waits at most, so that its thread can look after deadlines and the heartbeat. */
    static final int TICK_MILLIS = 100;

    static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(TICK_MILLIS);

    private final Heartbeat heartbeat;
    private long lastByte;
    private long lastTick;
    private long pinged;
    private boolean awaitsPong;

    HeartbeatMonitor(Heartbeat heartbeat, long now) {
        this.heartbeat = heartbeat;
        this.lastByte = now;
        this.lastTick = now;
    }

    enum Due {
        NOTHING,
        /** A tick has passed: deadlines are to be looked at. */
        TICK,
        /** The server must be asked for a sign of life. */
        PING,
        /** The server was asked, and has not sent a byte since. */
        GIVE_UP
    }

    /** Why a connection ends for which it is time to {@link Due#GIVE_UP}. */
    IOException silentTooLong() {
        return new IOException("it has been silent for "
                + heartbeat.interval().plus(heartbeat.timeout()).toMillis() + " ms");
    }

    void bytesCame(long now) {
        lastByte = now;
        awaitsPong = false;
    }

    Due due(long now) {
        if (now - lastTick < TICK_NANOS) {
            return Due.NOTHING;
        }
        if (awaitsPong && now - pinged >= heartbeat.timeout().toNanos()) {
            return Due.GIVE_UP;
        }
        if (!awaitsPong && now - lastByte >= heartbeat.interval().toNanos()) {
            awaitsPong = true;
            pinged = now;
            return Due.PING;
        }
        lastTick = now;
        return Due.TICK;
    }
}
