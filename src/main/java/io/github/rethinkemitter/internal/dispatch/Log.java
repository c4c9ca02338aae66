package io.github.rethinkemitter.internal.dispatch;

import io.github.rethinkemitter.ParkedReason;
import io.github.rethinkemitter.internal.flow.ChannelName;
import io.github.rethinkemitter.internal.flow.Excerpt;
import io.github.rethinkemitter.internal.flow.StoredAttempt;
import io.github.rethinkemitter.internal.flow.StoredEvent;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/** The messages of this package: RTH0411 to RTH0430, RTH0435 and RTH0436. RTH0412, RTH0413 and RTH0422 are messages of exceptions. */
final class Log {

    private static final Logger LOGGER = System.getLogger("io.github.rethinkemitter.dispatch");

    /** So many characters of a foreign exception's message are shown. */
    static final int LONGEST = 1_000;

    private Log() {}

    // RTH0418 was: the dispatch thread was interrupted.

    /** An event, for messages. */
    static String named(StoredEvent event) {
        return "event \"" + new Excerpt(event.id()) + "\" of topic \"" + new Excerpt(event.topic()) + "\"";
    }

    /** Logs a failure that may be an OutOfMemoryError, because of which logging it may fail as well. */
    static void ifPossible(Throwable thrown, Consumer<Throwable> message) {
        try {
            message.accept(thrown);
        } catch (Throwable another) {
            // Nothing is left to report it to.
        }
    }

    /** @param more how many failures were not logged since the last one; negative when this one is not logged either */
    static void observerFailed(ObserverTask task, int more, Throwable failure, Optional<Instant> nextAttempt) {
        if (more < 0) {
            return;
        }
        boolean traced = task.target.failures.isNew(failure);
        var text = (failure instanceof DispatchException known
                        ? known.getMessage() + attempt(task, nextAttempt)
                        : "RTH0411 observer " + task.target.described() + " failed on "
                                + named(task.event.delivery.event()) + ": "
                                + new Excerpt(failure.toString(), LONGEST) + attempt(task, nextAttempt)
                                + ". Other observers got it; see the cause")
                + (traced ? "" : ", which was logged with an earlier such message")
                + andMore(more);
        if (traced) {
            LOGGER.log(
                    Level.ERROR,
                    text,
                    failure instanceof DispatchException ? failure.getCause() : RedactedException.of(failure));
        } else {
            LOGGER.log(Level.ERROR, text);
        }
    }

    private static String attempt(ObserverTask task, Optional<Instant> nextAttempt) {
        return ". This was attempt " + task.attempt()
                + nextAttempt.map(next -> ", the next one is at " + next).orElse(", the last one");
    }

    private static String andMore(int more) {
        return more == 0 ? "" : ". It failed " + more + " times more since the last such message";
    }

    /** @param more how many were not logged since the last one; negative when this one is not logged either */
    static void parked(ObserverTask task, int more, String id, ParkedReason reason) {
        if (more >= 0) {
            LOGGER.log(
                    Level.WARNING,
                    () -> "RTH0428 " + named(task.event.delivery.event()) + " is parked for observer "
                            + task.target.described() + " as \"" + id + "\" (" + reason
                            + "). ParkedEvents shows, redrives and discards it"
                            + (more == 0 ? "" : ". " + more + " more were parked for it since the last such message"));
        }
    }

    /** @param more how many were not logged since the last one; negative when this one is not logged either */
    static void outOfOrder(String channel, ObserverTask task, int more) {
        if (more >= 0) {
            LOGGER.log(
                    Level.WARNING,
                    () -> "RTH0430 " + new ChannelName(channel) + ": " + named(task.event.delivery.event())
                            + " is given to observer " + task.target.described()
                            + " before an earlier one of its key, on which that failed: no more may wait in memory, and"
                            + " without rethink.emitter.subscriber none can be stored"
                            + (more == 0 ? "" : ". So were " + more + " more since the last such message"));
        }
    }

    /** @param more how many were not logged since the last one; negative when this one is not logged either */
    static void tooManyHeld(String channel, ObserverTask task, int most, int more) {
        if (more >= 0) {
            LOGGER.log(
                    Level.ERROR,
                    () -> "RTH0435 " + new ChannelName(channel) + ": " + named(task.event.delivery.event())
                            + " is not handled by observer " + task.target.described() + ", since " + most
                            + " events wait behind a parked one of its key already. The position stays before it, and it"
                            + " comes again after a restart. Redrive or discard the parked one with ParkedEvents"
                            + (more == 0 ? "" : ". So did " + more + " more since the last such message"));
        }
    }

    static void noSuchObserver(String channel, StoredAttempt attempt) {
        LOGGER.log(
                Level.WARNING,
                () -> "RTH0429 " + new ChannelName(channel) + ": " + named(attempt.event()) + " is due for observer \""
                        + attempt.observer() + "\", which the application does not have any more. It is parked as \""
                        + attempt.id() + "\". Give the observer that name with @OnFailure(name = …) and redrive it, or"
                        + " discard it");
    }

    static void observerFailedMore(RegisteredObserver target, int more) {
        LOGGER.log(
                Level.ERROR,
                () -> "RTH0411 observer " + target.described() + " failed " + more
                        + " times more since the last such message. See ObserverFailed for each");
    }

    static void observerHadStopped(ObserverTask task, int more, Throwable failure) {
        if (more < 0) {
            return;
        }
        LOGGER.log(
                Level.WARNING,
                () -> "RTH0423 observer " + task.target.described() + " had stopped before "
                        + named(task.event.delivery.event()) + " came to it ("
                        + failure.getClass().getName()
                        + "). The event is not handled, and comes again after a restart if rethink.emitter.subscriber"
                        + " is set" + andMore(more));
    }

    static void stuck(String channel, StuckCall stuck) {
        LOGGER.log(Level.WARNING, () -> {
            var begin = new ChannelName(channel) + ": observer "
                    + stuck.task().target.described();
            var event = named(stuck.task().event.delivery.event());
            return stuck.thread().isEmpty()
                    ? "RTH0424 " + begin + " has waited since " + stuck.since() + " for a thread to be called with "
                            + event
                            + ", and the executor has begun nothing meanwhile. Other observers go on. Give the managed"
                            + " executor more threads, or see what its threads wait for"
                    : "RTH0419 " + begin + " was called at " + stuck.since() + " with " + event + ", on thread \""
                            + stuck.thread()
                            + "\", and has not returned. Other observers go on. See in a thread dump what it waits for, or set"
                            + " rethink.emitter.observer.timeout";
        });
    }

    static void returned(String channel, StuckCall stuck, Duration duration) {
        LOGGER.log(
                Level.INFO,
                () -> "RTH0420 " + new ChannelName(channel) + ": observer "
                        + stuck.task().target.described()
                        + " has returned from "
                        + named(stuck.task().event.delivery.event()) + " after " + duration.toMillis()
                        + " ms, and is called with the events that waited for it");
    }

    static void notGiven(String channel, RegisteredObserver target, long events) {
        LOGGER.log(
                Level.WARNING,
                () -> "RTH0421 " + new ChannelName(channel) + ": observer " + target.described() + " did not get "
                        + events
                        + " events, because a call of it had not returned and no more may wait for it. They are not"
                        + " handled, and come again after a restart if rethink.emitter.subscriber is set. Restart, and set"
                        + " rethink.emitter.observer.timeout");
    }

    static void unhandledAtStop(String channel, long events, Duration timeout) {
        LOGGER.log(
                Level.WARNING,
                () -> "RTH0414 " + new ChannelName(channel) + " stopped while observers were still to handle " + events
                        + " events that it had received. Raise rethink.emitter.stop-timeout (now " + timeout
                        + "), or see what the observers wait for");
    }

    static void leftAtStop(String channel, long events) {
        LOGGER.log(
                Level.WARNING,
                () -> "RTH0436 " + new ChannelName(channel) + " stopped, and " + events
                        + " events that it had received are not handled, because observers could not be given them or had"
                        + " stopped before. They come again after a restart if rethink.emitter.subscriber is set. See the"
                        + " earlier messages RTH0421, RTH0423, RTH0426 and RTH0435 for the reasons");
    }

    static void waitingAtStop(String channel, long events) {
        LOGGER.log(
                Level.WARNING,
                () -> "RTH0427 " + new ChannelName(channel) + " stopped while " + events
                        + " events waited to be given again to observers that had failed. They are not handled, and come"
                        + " again after a restart if rethink.emitter.subscriber is set");
    }

    static void notReported(StoredEvent event, Throwable cause) {
        LOGGER.log(
                Level.ERROR,
                () -> "RTH0415 the outcome of " + named(event)
                        + " could not be reported. A lasting position stays before it until the next start, and it may"
                        + " be delivered again then; see the cause",
                cause);
    }

    static void refusedAfterStop(String channel, StoredEvent event) {
        LOGGER.log(
                Level.DEBUG,
                () -> "RTH0416 " + new ChannelName(channel) + " has stopped; " + named(event)
                        + " is left for the next start");
    }

    static void dispatchFailed(String channel, Throwable cause) {
        LOGGER.log(
                Level.ERROR,
                () -> "RTH0417 " + new ChannelName(channel)
                        + " failed while it handed events to observers, and goes on. Give the JVM more memory if that is"
                        + " the cause; else report it",
                cause);
    }

    static void givenUp(String channel, StoredEvent event, Throwable cause) {
        LOGGER.log(
                Level.ERROR,
                () -> "RTH0426 " + new ChannelName(channel) + " could not hand " + named(event)
                        + " to its observers. It is not handled, and comes again after a restart if"
                        + " rethink.emitter.subscriber is set; see the cause",
                cause);
    }

    static void noThread(String channel, Throwable cause) {
        LOGGER.log(
                Level.ERROR,
                () -> "RTH0425 " + new ChannelName(channel)
                        + " gets no thread to watch its observers, or to go on dispatching while one does not"
                        + " return. It tries again; see the cause",
                cause);
    }
}
