package io.github.rethinkemitter;

/**
 * What happens to a channel's link and deliveries. Each kind is a record and an ordinary CDI event, fired every time it
 * happens.
 *
 * <pre>{@code
 * void lost(@Observes Disconnected event) { health.down(event.cause()); }
 * void back(@Observes Reconnected event) { health.up(); }
 * void any(@Observes LifecycleEvent event) { log.info(event.toString()); }
 * }</pre>
 *
 * <p>They are fired on a thread of this library, one after another per channel; an observer that throws is logged and
 * harms nothing else.
 */
public sealed interface LifecycleEvent
        permits CaughtUp,
                Connected,
                Disconnected,
                EmitterError,
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
