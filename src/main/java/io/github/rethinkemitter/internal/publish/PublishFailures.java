package io.github.rethinkemitter.internal.publish;

import io.github.rethinkemitter.EmitterException;
import io.github.rethinkemitter.EventDroppedException;
import io.github.rethinkemitter.EventRefusedException;
import io.github.rethinkemitter.internal.flow.SweepOrder;
import io.github.rethinkemitter.internal.flow.SweepResult;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The exceptions that say why events do not get into the table. Their messages have no payloads. */
final class PublishFailures {

    private PublishFailures() {}

    /** A limit of the queue, in words, and the option that sets it. */
    record Limit(String what, String option) {

        static Limit events(int count) {
            return new Limit(count + " events that may wait", "publish.buffer-size");
        }

        static Limit bytes(int bytes, int needed) {
            return new Limit(
                    bytes + " bytes that all events may have until their stages complete (this one has " + needed + ")",
                    "publish.buffer-bytes");
        }
    }

    static EventDroppedException full(String topic, Limit limit) {
        return dropped(
                "RTH0110", topic, "finds no room among the " + limit.what() + ". Trigger less, " + remedy(limit));
    }

    static EventDroppedException stillFull(String topic, Limit limit, Duration waited) {
        return dropped(
                "RTH0110",
                topic,
                "found no room among the " + limit.what() + " for " + waited + ". Trigger less, " + remedy(limit));
    }

    private static String remedy(Limit limit) {
        return "see why the database is slow or away or why callbacks of stages take long, or raise rethink.emitter."
                + limit.option();
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
                "was triggered after the emitter had stopped. Triggers are accepted until the observers of Shutdown and of"
                        + " events have returned; trigger there at the latest, and not in @PreDestroy");
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

    static EventDroppedException refusedInDoubt(String topic, String reason, @Nullable Throwable cause) {
        return new EventDroppedException(
                "RTH0117 event of topic \"" + topic + "\" was refused by the database (" + reason
                        + "), but this insert of it or an earlier one may have been performed all the same: it may be"
                        + " stored. Look it up in the table",
                true,
                cause);
    }

    /** Makes the exception for an event that the database has refused. */
    interface Refusal {
        EmitterException of(String topic, String reason, @Nullable Throwable cause);
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

    static EmitterException heldBack(SweepOrder order, SweepResult.HeldBack held, Duration behind) {
        String subscriber =
                held.subscriber().isEmpty() ? "some subscriber" : "subscriber \"" + held.subscriber() + "\"";
        return new EmitterException(
                "RTH0128 events are older than " + order.age() + " and are not deleted, because " + subscriber
                        + " may still need them: its position is of " + held.position() + ", " + behind
                        + " ago. Start that server again; or, if it never returns, delete its document from the table"
                        + " called like that of the events with _positions, or set rethink.emitter.position-expiry; or"
                        + " set rethink.emitter.retention-hard=true to delete what others need",
                null);
    }

    static EmitterException stillLate(int count, Duration limit) {
        return new EmitterException(
                "RTH0122 " + count
                        + " events came into the table late, and the newer time that they were given took more"
                        + " than " + limit.toMillis()
                        + " ms as well. They are stored; a server that was reconnecting at"
                        + " that time may miss them. See why the database is slow, or make rethink.emitter.resume-overlap"
                        + " longer on all servers",
                null);
    }

    static EmitterException clockSetBack(Instant newest, Instant at) {
        return new EmitterException(
                "RTH0123 the database's clock was set back: an event was stored at " + at + " after another at "
                        + newest
                        + ". Servers that reconnect may miss events between the two times; see that the clocks of all"
                        + " database servers are kept by NTP, or make rethink.emitter.resume-overlap longer on all servers",
                null);
    }

    static EmitterException callbackBlocks(String topic, int now, long ever) {
        return new EmitterException(
                "RTH0124 a callback of the stage of an event of topic \"" + topic + "\" does not return while others"
                        + " wait; " + now + " callbacks do not now, and " + ever
                        + " have delayed others so far. Other stages"
                        + " complete on another thread meanwhile, as long as no more than "
                        + CompletionLane.MOST_BLOCKED + " callbacks block. Hand what waits or takes long to an executor"
                        + " of your own: thenAcceptAsync(…, executor)",
                null);
    }

    static EmitterException noThread(Throwable cause) {
        return new EmitterException(
                "RTH0125 there is no thread to complete stages on: " + cause.getMessage() + ". Until there is one, a"
                        + " callback that blocks holds up publishing. Let the server give more threads",
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
