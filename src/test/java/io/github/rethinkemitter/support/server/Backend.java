package io.github.rethinkemitter.support.server;

import io.github.rethinkemitter.support.client.RawClient;
import java.net.URI;

/** Something that speaks RethinkDB's protocol and whose life a test may have in its hands. */
public interface Backend extends AutoCloseable {

    /** What it is, for the display name of tests and for the log. */
    String name();

    /** Where it listens right now, with credentials when it needs some; a restart may change the port. */
    URI uri();

    /** Ends it without a chance to say goodbye, as kill -9 does. */
    void kill();

    /** Starts it again after {@link #kill()}, with the data it had stored. */
    void restart();

    /** Lets it live but do nothing: connections stay open and silent. */
    void freeze();

    /** Ends {@link #freeze()}; harmless otherwise. */
    void thaw();

    /** Ends every changefeed on the tables of that database with an error, while the connections stay. */
    default void abortFeeds(String db) {
        try (RawClient client = RawClient.connect(uri())) {
            Resharding.of(client, db);
        }
    }

    /** Whether it was not killed. */
    default boolean isAlive() {
        return true;
    }

    /** How many changefeeds it serves, as far as it can tell; those of a real server end with their connections. */
    default int openFeeds() {
        return 0;
    }

    /** Ends every fault, and starts it again when it was killed. */
    default void heal() {
        if (!isAlive()) {
            restart();
        }
        thaw();
    }

    /** How the names of its own threads in this JVM begin; they stay between tests. Empty when it has none here. */
    default String threads() {
        return "";
    }

    @Override
    void close();
}
