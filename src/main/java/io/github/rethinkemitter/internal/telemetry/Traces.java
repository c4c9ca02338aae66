package io.github.rethinkemitter.internal.telemetry;

import io.github.rethinkemitter.RethinkEvent;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The spans of a channel. */
interface Traces {

    /**
     * Begins the span of an event that is triggered, in the present context.
     *
     * @param carrier gets the headers that carry the trace
     */
    OpenSpan sending(String topic, Map<String, String> carrier);

    /** Begins the span of a call of an observer, which is current on this thread until it ends. */
    OpenSpan processing(RethinkEvent event, String observer, int attempt);

    /** A span that has not ended. */
    interface OpenSpan {

        /**
         * Ends it.
         *
         * @param id of the event, when that is known only now
         * @param failure null after a success
         */
        void end(@Nullable String id, @Nullable Failure failure);
    }

    /**
     * A failure.
     *
     * @param type the name of its class
     * @param shown without what its message quotes of a payload
     */
    record Failure(String type, Throwable shown) {}
}
