package io.github.rethinkemitter.internal.flow;

import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.CompletionStage;

/** One connection to the database. Safe for use by many threads; every call is bounded by a deadline. */
public interface Session extends PositionStore, AutoCloseable {

    /** Stores a batch. Returns at once; the stage never completes exceptionally. */
    CompletionStage<InsertResult> insert(Batch batch);

    /**
     * Gives stored events the server's present time, so that whoever has passed their old one comes by them. Returns at once;
     * the stage never completes exceptionally. An event that was deleted meanwhile counts as stored.
     */
    CompletionStage<InsertResult> restamp(Batch batch);

    /** Deletes old events, if this server's turn has come. Takes as long as some dozen queries at most. */
    SweepResult sweep(SweepOrder order) throws IOException;

    /** The database server's clock. */
    Instant now() throws IOException;

    /**
     * Up to when events may have been deleted by a sweep: {@code Instant.MIN} when nobody has swept, and when nobody could
     * have told so, because there is no table of positions or this user may not read it.
     */
    Instant swept() throws IOException;

    /** Sees that the table and its index are there, and makes them when they are missing and may be made. */
    void ensureTable() throws IOException;

    /** Completes with the reason when the connection has ended, whichever side ended it. */
    CompletionStage<IOException> ended();

    boolean isOpen();

    @Override
    void close();
}
