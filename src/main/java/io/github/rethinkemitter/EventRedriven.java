package io.github.rethinkemitter;

/**
 * An observer has handled an event that had been parked, after somebody redrove it. If the observer fails again, there are
 * {@link ObserverFailed} and {@link EventParked} instead.
 *
 * <pre>{@code
 * void redriven(@Observes EventRedriven redriven) { log.info(redriven.by() + " has got " + redriven.event() + " handled"); }
 * }</pre>
 *
 * @param channel the channel's name; empty for the default channel
 * @param event the event, with its payload
 * @param observer the name that {@link OnFailure} gives it, or else the method, as
 *     {@code com.example.Orders.placed(com.example.Order)}
 * @param parkedId for {@link ParkedEvents#get}
 * @param by who redrove it
 */
public record EventRedriven(String channel, RethinkEvent event, String observer, String parkedId, String by)
        implements LifecycleEvent {}
