package io.github.rethinkemitter.internal.timeline;

import io.github.rethinkemitter.internal.flow.ReplayListener;
import io.github.rethinkemitter.internal.flow.ReplayedEvent;
import java.util.List;

/** The observers of a channel, to which events are replayed. Safe for use by many threads. */
public interface ReplayObservers {

    /** The names of all observers. */
    List<String> names();

    /** Whether an observer gets the events of a topic. */
    boolean isObservedBy(String observer, String topic);

    /** Takes an event; false when the observer will not be called with it, because of a stop. Returns at once. */
    boolean accept(ReplayedEvent event);

    /** Calls no observer any more for this replay, which has been cancelled. Returns at once. */
    void cancel(ReplayListener replay);
}
