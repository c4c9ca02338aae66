package io.github.rethinkemitter.faults;

import java.util.List;

/** A subscriber of a run. */
interface EventSubscriber extends AutoCloseable {

    String name();

    /** Starts the subscriber. After {@link #stop} it starts again with the same name. */
    void start();

    /** Waits until the subscription is confirmed: all events triggered from now on will be observed. */
    void awaitConnected();

    /** Stops in order, as an application does that is undeployed. */
    void stop();

    /** The events observed so far, since the first start. */
    EventSet observed();

    /** The number of events that were observed again, except where that is allowed. */
    int twice();

    /** The number of events that were observed after a later event of the same publisher. */
    int displaced();

    /** The causes of all {@code EventsMissed}. Complete after {@link #stop}. */
    default List<String> missed() {
        return List.of();
    }

    @Override
    void close();
}
