package io.github.rethinkemitter.faults;

import java.util.List;
import java.util.Optional;

/** A subscriber of a run. */
interface EventSubscriber extends AutoCloseable {

    String name();

    /** Starts the subscriber. After {@link #stop} it starts again with the same name. */
    void start();

    /** Waits until the subscription is confirmed: all events triggered from now on will be observed. */
    void awaitConnected();

    /** Stops in order, as an application does that is undeployed. */
    void stop();

    /** The events observed so far, since the first start. An event on which the observer fails is not observed. */
    EventSet observed();

    /** The events observed after somebody has redriven them. */
    Observations redriven();

    /** Lets the observer of the failing subscriber fail no more. */
    void mend();

    /** Does not count events that are observed again without being marked as redelivered. */
    void allowUnmarkedRedelivery();

    /** The number of events that were observed again, except where that is allowed. */
    int twice();

    /** The number of events that were observed after a later event of the same publisher. */
    int displaced();

    /** What its application says of itself; empty while there is none. */
    default Optional<ReportedStatus> status() {
        return Optional.empty();
    }

    /** The causes of all {@code EventsMissed}. Complete after {@link #stop}. */
    default List<String> missed() {
        return List.of();
    }

    @Override
    void close();
}
