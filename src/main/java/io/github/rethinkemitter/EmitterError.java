package io.github.rethinkemitter;

/**
 * Something went wrong other than an interruption of the connection ({@link Disconnected}) or the failure of an observer
 * ({@link ObserverFailed}). The message of the cause begins with a code ({@code RTHnnnn}) and ends with what to do.
 *
 * <pre>{@code
 * void error(@Observes EmitterError error) { log.error(error.phase() + ": " + error.cause().getMessage()); }
 * }</pre>
 *
 * @param channel the channel's name; empty for the default channel
 * @param phase what was being done
 * @param cause the problem
 */
public record EmitterError(String channel, Phase phase, Throwable cause) implements LifecycleEvent {

    /** What was being done when it went wrong. */
    public enum Phase {
        /** Opening the connection, or logging in. */
        CONNECT,
        /** Creating or checking database, table and index. */
        SETUP,
        /** Storing an event. */
        PUBLISH,
        /** Following the table. */
        SUBSCRIBE,
        /** Handing events to observers, where it is not the observer that failed. */
        DISPATCH
    }
}
