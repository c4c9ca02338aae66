package io.github.rethinkemitter.internal.flow;

import io.github.rethinkemitter.EmitterStatus;
import io.github.rethinkemitter.LifecycleEvent;
import io.github.rethinkemitter.RethinkEvent;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Traces and metrics of a channel. Where the application has none there is no such object, and the stages do nothing for it. No method
 * throws, whatever the application's tracer or registry does. Safe for use by many threads.
 */
public interface Telemetry extends AutoCloseable {

    /** An event is being triggered, on the calling thread. */
    Sending sending(Topic topic, Map<String, String> headers);

    /** An observer is about to be called with an event, on the calling thread. */
    Processing processing(RethinkEvent event, String observer, int attempt);

    /** Something has happened to the channel. */
    void happened(LifecycleEvent event);

    /** Shows this state from now on, whenever somebody looks at it. */
    void show(EmitterStatus status);

    /** Shows nothing any more. What belongs to this channel is removed from where it was registered. */
    @Override
    void close();

    /** An event on its way into the table. Exactly one of its outcomes is told, once, on any thread. */
    interface Sending {

        /** The event's headers and those that carry the trace; the same object as the given ones if there are none. */
        Map<String, String> headers();

        void stored(String id);

        void failed(Throwable problem);
    }

    /** A call of an observer. Exactly one of its outcomes is told, on the thread on which it began. */
    interface Processing {

        void succeeded();

        /**
         * The observer, or reading its payload, has failed.
         *
         * @param shown the failure without what its message quotes of a payload
         */
        void failed(Throwable failure, Throwable shown);
    }

    /** The application's tracer and registry. */
    interface Source {
        Telemetry of(Scope channel);
    }

    /**
     * A channel.
     *
     * @param name empty for the default channel
     * @param table where its events are stored
     * @param client the publisher instance
     * @param subscriber the lasting name of this server; null when it has none
     * @param nanoTime a clock like {@code System.nanoTime()}
     */
    record Scope(
            String name,
            String table,
            String client,
            @Nullable String subscriber,
            LongSupplier nanoTime) {}
}
