package io.github.rethinkemitter.internal.cdi;

import io.github.rethinkemitter.LifecycleEvent;
import io.github.rethinkemitter.internal.config.ChannelSettings;
import io.github.rethinkemitter.internal.flow.ChannelName;
import jakarta.enterprise.inject.spi.ObserverMethod;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Collection;
import java.util.stream.Collectors;

/** The messages that this package logs. Others of RTH0502 to RTH0599 are problems of a deployment, and thrown. */
final class Log {

    private static final Logger LOGGER = System.getLogger("io.github.rethinkemitter.cdi");

    private Log() {}

    static void started(Catalogue catalogue, String threads, Collection<ChannelSettings> channels) {
        LOGGER.log(
                Level.INFO,
                () -> "RTH0510 emitter started: " + catalogue.rows().size() + " observers, found by "
                        + catalogue.foundBy() + ", on " + threads + "; "
                        + channels.stream().map(Log::described).collect(Collectors.joining("; ")));
    }

    private static String described(ChannelSettings channel) {
        var name = new ChannelName(channel.name()) + ": ";
        return name + (channel.life().enabled() ? channel.place() : "switched off");
    }

    static void lifecycleObserverFailed(LifecycleEvent event, ObserverMethod<?> method, Throwable cause) {
        LOGGER.log(
                Level.ERROR,
                () -> "RTH0511 an observer of " + event.getClass().getSimpleName() + " in "
                        + method.getBeanClass().getName() + " failed. Other observers got it; see the cause",
                cause);
    }

    static void lifecycleObserverRefused(LifecycleEvent event, ObserverMethod<?> method, Throwable cause) {
        LOGGER.log(
                Level.WARNING,
                () -> "RTH0521 the executor refused to run an asynchronous observer of "
                        + event.getClass().getSimpleName() + " in "
                        + method.getBeanClass().getName()
                        + ". Other observers got it. Give the managed executor more threads, if the application is not"
                        + " just stopping",
                cause);
    }

    static void lifecycleObserverStuck(ObserverMethod<?> method, Duration patience) {
        LOGGER.log(
                Level.WARNING,
                () -> "RTH0522 an observer of lifecycle events in "
                        + method.getBeanClass().getName() + " has not returned for " + patience.toMillis()
                        + " ms. The other observers no longer wait for it, and it is not called again until it returns");
    }

    static void lifecycleObserverSkipped(LifecycleEvent event, ObserverMethod<?> method) {
        LOGGER.log(
                Level.DEBUG,
                () -> "RTH0523 " + event.getClass().getSimpleName() + " is not given to an observer in "
                        + method.getBeanClass().getName() + ", which has not returned from an earlier event");
    }

    static void lifecycleObserverReturned(ObserverMethod<?> method) {
        LOGGER.log(
                Level.WARNING,
                () -> "RTH0524 the observer of lifecycle events in "
                        + method.getBeanClass().getName() + " has returned, and is called again");
    }

    static void severalJsonb() {
        LOGGER.log(
                Level.WARNING,
                () -> "RTH0515 the application has several Jsonb beans without qualifier, so none of them is used."
                        + " Leave one to have payloads written and read by it");
    }

    static void severalForTelemetry(Class<?> type) {
        LOGGER.log(
                Level.WARNING,
                () -> "RTH0560 the application has several " + type.getName() + " beans without qualifier, so none of"
                        + " them gets traces or metrics of events. Leave one");
    }

    static void notClosed(Exception cause) {
        LOGGER.log(Level.WARNING, () -> "RTH0516 JSON-B could not be closed at the stop; see the cause", cause);
    }

    static void notStarted(Throwable cause) {
        LOGGER.log(
                Level.ERROR,
                () -> "RTH0520 the emitter could not be started, so nothing is stored and nothing is observed."
                        + " Mend the cause, and start the application again",
                cause);
    }

    static void severalCopies(String places) {
        LOGGER.log(
                Level.WARNING,
                () -> "RTH0527 the library is on the class path several times, of which only the first one counts: in "
                        + places + ". Leave one of them");
    }
}
