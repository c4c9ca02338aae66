package io.github.rethinkemitter;

import java.util.Optional;

/**
 * An event was stored for an observer, which is not called with it any more until somebody redrives it: see {@link ParkedEvents}.
 * From then on it counts as handled. Fired after the entry is stored.
 *
 * <pre>{@code
 * void parked(@Observes EventParked parked) { mail.send("look at " + parked.parkedId() + ": " + parked.cause().map(Throwable::getMessage)); }
 * }</pre>
 *
 * @param channel the channel's name; empty for the default channel
 * @param event the event, with its payload
 * @param observer the name that {@link OnFailure} gives it, or else the method, as
 *     {@code com.example.Orders.placed(com.example.Order)}
 * @param parkedId for {@link ParkedEvents#get}
 * @param reason why
 * @param attempts how often the observer was called with it
 * @param cause what the observer threw last; empty for {@link ParkedReason#CRASH}
 */
public record EventParked(
        String channel,
        RethinkEvent event,
        String observer,
        String parkedId,
        ParkedReason reason,
        int attempts,
        Optional<Throwable> cause)
        implements LifecycleEvent {}
