package io.github.rethinkemitter.support.server;

import io.github.rethinkemitter.support.client.RawClient;
import java.net.URI;

/** A database server that a test can kill, restart and freeze. */
public interface Backend extends AutoCloseable {

    /** A description for the display name of tests and for the log. */
    String name();

    /** The address, with user and password if the server needs them. A restart may change the port. */
    URI uri();

    /** Ends the server at once, as kill -9 does. */
    void kill();

    /** Starts the server again after {@link #kill()}, with the data that it had stored. */
    void restart();

    /** Makes the server do nothing: connections stay open, and nothing comes from them. */
    void freeze();

    /** Ends {@link #freeze()}. Does nothing if the server is not frozen. */
    void thaw();

    /** Ends every changefeed on the tables of this database with an error. The connections stay open. */
    default void abortFeeds(String db) {
        try (RawClient client = RawClient.connect(uri())) {
            Resharding.abortFeeds(client, db);
        }
    }

    /** Whether the server runs: it was not killed, or it was restarted. */
    default boolean isAlive() {
        return true;
    }

    /** The number of open changefeeds, or 0 if the server does not tell it. They end with their connections. */
    default int openFeeds() {
        return 0;
    }

    /** Ends every fault, and restarts the server if it was killed. */
    default void heal() {
        if (!isAlive()) {
            restart();
        }
        thaw();
    }

    /** The prefix of the names of the server's threads in this JVM, which stay between tests; empty if there are none. */
    default String threadNamePrefix() {
        return "";
    }

    @Override
    void close();
}
