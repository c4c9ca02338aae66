package io.github.rethinkemitter;

/**
 * What happens to a channel's connection and deliveries. Each kind is a record and an ordinary CDI event, fired every time
 * it happens.
 *
 * <pre>{@code
 * void lost(@Observes Disconnected event) { health.down(event.cause()); }
 * void back(@Observes Reconnected event) { health.up(); }
 * void any(@Observes LifecycleEvent event) { log.info(event.toString()); }
 * }</pre>
 *
 * <p>The lifecycle events of a channel are fired one after another. Their observers are called on threads of the server or
 * of this library, never on a thread of the caller: with a request context of their own, without a transaction, session or
 * security identity. An observer that throws is logged, and the others are called all the same. One that does not return
 * within 30 seconds is logged, and the others no longer wait for it.
 *
 * <p>The first ones are fired with the first trigger or at the end of the application's start, whichever comes first, and
 * the last ones at its stop, within {@code rethink.emitter.stop-timeout}. Observers that name a channel with {@link RethinkChannel} get the lifecycle events of that channel.
 */
public sealed interface LifecycleEvent
        permits CaughtUp,
                Connected,
                Disconnected,
                EmitterError,
                EventParked,
                EventRedriven,
                EventsMissed,
                ObserverFailed,
                ObserverReturned,
                ObserverStuck,
                Reconnected,
                Reconnecting {

    /**
     * The channel it happened to.
     *
     * @return the channel's name; empty for the default channel
     */
    String channel();
}
