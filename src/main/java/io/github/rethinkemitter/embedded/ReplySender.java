package io.github.rethinkemitter.embedded;

import io.github.rethinkemitter.embedded.data.ReqlException;
import io.github.rethinkemitter.embedded.reql.Reply;
import io.github.rethinkemitter.embedded.wire.ErrorType;
import io.github.rethinkemitter.embedded.wire.Frames;
import io.github.rethinkemitter.embedded.wire.QueryFrame;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Sends replies to one client, with the faults that tests have set. */
final class ReplySender {
    private final OutputStream out;
    private final ConnectionFaults faults;
    private final ScheduledExecutorService timer;
    private final Runnable hangUp;
    private volatile boolean mute;

    ReplySender(OutputStream out, ConnectionFaults faults, ScheduledExecutorService timer, Runnable hangUp) {
        this.out = out;
        this.faults = faults;
        this.timer = timer;
        this.hangUp = hangUp;
    }

    /** From now on sends nothing, as on a half-open connection. */
    void mute() {
        mute = true;
    }

    boolean isMute() {
        return mute;
    }

    void send(long token, Reply reply) {
        QueryFrame frame = new QueryFrame(token, text(reply));
        long delay = faults.delay().toNanos();
        if (delay == 0) {
            write(frame);
            return;
        }
        try {
            var due = timer.schedule(() -> write(frame), delay, TimeUnit.NANOSECONDS);
            if (due.isCancelled()) {
                hangUp.run();
            }
        } catch (RejectedExecutionException closing) {
            hangUp.run();
        }
    }

    // Some values, such as r.minval, have no JSON text. They are found only here.
    private static byte[] text(Reply reply) {
        try {
            return reply.json();
        } catch (ReqlException unwritable) {
            return Reply.error(unwritable).json();
        } catch (StackOverflowError | OutOfMemoryError tooLarge) {
            return Reply.error(new ReqlException(
                            ErrorType.RESOURCE_LIMIT, "Reply too large or too deeply nested to be written."))
                    .json();
        }
    }

    private void write(QueryFrame frame) {
        try {
            faults.awaitThaw();
            if (mute) {
                return;
            }
            synchronized (out) {
                if (faults.takeCutReply()) {
                    Frames.writeHalf(out, frame);
                    hangUp.run();
                } else {
                    Frames.write(out, frame);
                }
            }
        } catch (IOException gone) {
            hangUp.run();
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }
}
