package io.github.rethinkemitter.internal.publish;

import io.github.rethinkemitter.EmitterException;
import io.github.rethinkemitter.EventDroppedException;
import io.github.rethinkemitter.EventRefusedException;
import io.github.rethinkemitter.internal.flow.SweepOrder;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Why events do not get into the table, in words. Payloads are not in them. */
final class Drops {

    private Drops() {}

    static EventDroppedException full(String topic, int bufferSize) {
        return dropped(
                "RTH0110",
                topic,
                "finds " + bufferSize + " events waiting, which is all that may."
                        + " Trigger less, see why the database is slow or away, or raise rethink.emitter.publish.buffer-size");
    }

    static EventDroppedException stillFull(String topic, int bufferSize, Duration waited) {
        return dropped(
                "RTH0110",
                topic,
                "found no room among the " + bufferSize + " events that may wait for " + waited
                        + ". See why the database is slow or away, or raise rethink.emitter.publish.buffer-size");
    }

    static EventDroppedException interrupted(String topic) {
        return dropped(
                "RTH0111",
                topic,
                "waited for room in the queue when its thread was interrupted. Trigger it again if it matters");
    }

    static EventDroppedException killed(String topic) {
        return dropped(
                "RTH0112", topic, "was not sent yet when kill() emptied the queue. Trigger it again if it matters");
    }

    static EventDroppedException closed(String topic) {
        return dropped(
                "RTH0113",
                topic,
                "was triggered after the emitter had stopped. Trigger before the application shuts down");
    }

    static EventDroppedException stopped(String topic) {
        return dropped(
                "RTH0114",
                topic,
                "was not stored when the emitter stopped. See why the database was slow or away,"
                        + " or raise rethink.emitter.stop-timeout");
    }

    static EventDroppedException stoppedInDoubt(String topic) {
        return inDoubt(
                "RTH0115",
                topic,
                "had been sent, but not acknowledged, when the emitter stopped: it may be stored."
                        + " Look it up in the table, or raise rethink.emitter.stop-timeout");
    }

    static EventRefusedException refused(String topic, String reason, @Nullable Throwable cause) {
        return new EventRefusedException(
                "RTH0116 event of topic \"" + topic + "\" was refused by the database: " + reason
                        + ". Nothing of it is stored. Mend that, and trigger it again",
                cause);
    }

    static EventDroppedException refusedInDoubt(String topic, String reason) {
        return inDoubt(
                "RTH0117",
                topic,
                "was refused by the database (" + reason
                        + ") after an earlier insert of it had no answer: it may be stored. Look it up in the table");
    }

    static EmitterException notSwept(SweepOrder order, Throwable cause) {
        String what = order.kind() == SweepOrder.Kind.EPHEMERAL
                ? "RTH0118 events of persist=false"
                : "RTH0119 events older than rethink.emitter.retention";
        return new EmitterException(
                what + " could not be deleted: " + cause.getMessage() + ". Tried again in " + order.every()
                        + "; see that the user may read and write the table and the one called like it with _positions",
                cause);
    }

    static EmitterException notRestamped(int count, Throwable cause) {
        return new EmitterException(
                "RTH0120 " + count + " events came into the table late, and could not be given a newer time: "
                        + cause.getMessage() + ". They are stored; a server that was reconnecting at that time may miss"
                        + " them, unless its rethink.emitter.resume-overlap is longer",
                cause);
    }

    private static EventDroppedException dropped(String id, String topic, String what) {
        return new EventDroppedException(id + " event of topic \"" + topic + "\" " + what, false, null);
    }

    private static EventDroppedException inDoubt(String id, String topic, String what) {
        return new EventDroppedException(id + " event of topic \"" + topic + "\" " + what, true, null);
    }
}
