package io.github.rethinkemitter.faults;

import java.util.List;

/** One of those that observe events. */
interface EventSubscriber extends AutoCloseable {

    String name();

    /** Begins to observe; once more after {@link #stop}, as the next process of the same name. */
    void start();

    /** Returns when it will observe all that is triggered from now on. */
    void awaitConnected();

    /** Ends in order, as an application does that is undeployed. */
    void stop();

    /** What all its processes have observed so far. */
    EventSet seen();

    /** How many events it was given again although none of its processes was killed. */
    int twice();

    int displaced();

    /** What it was told that it will not observe; complete when it has been stopped. */
    default List<String> missed() {
        return List.of();
    }

    @Override
    void close();
}
