package io.github.rethinkemitter.internal.flow;

import io.github.rethinkemitter.StoredStatus;
import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.CompletionStage;

/** One connection to the database. Safe for use by many threads; every call is bounded by a deadline. */
public interface Session extends PositionStore, AutoCloseable {

    /** Stores a batch. Returns at once; the stage never completes exceptionally. */
    CompletionStage<InsertResult> insert(Batch batch);

    /**
     * Gives stored events the database server's present time, so that subscribers that have already read past the events' old
     * times find them. Returns at once; the stage never completes exceptionally. An event that was deleted meanwhile counts as
     * stored.
     */
    CompletionStage<InsertResult> restamp(Batch batch);

    /** Deletes old events, unless another server does so now or did a moment ago. Takes as long as some dozen queries at most. */
    SweepResult sweep(SweepOrder order) throws IOException;

    /** What the database knows of all servers of the channel. */
    StoredStatus status() throws IOException;

    /** The events that observers failed on. */
    ParkedStore parked();

    /** The database server's clock. */
    Instant now() throws IOException;

    /**
     * Events older than this may have been deleted by a sweep. {@code Instant.MIN} when no server has swept, and when that cannot
     * be known because the table of positions is missing or this user may not read it.
     */
    Instant sweptUpTo() throws IOException;

    /** Checks that the table and its index exist, and creates them if they are missing and may be created. */
    void ensureTable() throws IOException;

    /** Completes with the reason when the connection ends, whichever side ends it. */
    CompletionStage<IOException> ended();

    boolean isOpen();

    /** The server that it is connected to: {@code host:port}. */
    String host();

    @Override
    void close();
}
