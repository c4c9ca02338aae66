package io.github.rethinkemitter.internal.flow;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** One connection to the database. Safe for use by many threads; every call is bounded by a deadline. */
public interface Session extends AutoCloseable {

    /** Stores a batch. Returns at once; the stage never completes exceptionally. */
    CompletionStage<InsertResult> insert(Batch batch);

    /** Opens a feed of the events whose {@code ts} is not before {@code from}, stored and live ones joined. */
    Feed follow(Instant from) throws IOException;

    /** Looks up events of one publisher, in no order: {@code first <= seq <= last}, and {@code ts} not before {@code since}. */
    List<Stored> find(String src, long first, long last, Instant since) throws IOException;

    /** The database server's clock. */
    Instant now() throws IOException;

    /** Deletes old events, if this server's turn has come. Takes as long as some dozen queries at most. */
    SweepResult sweep(SweepOrder order) throws IOException;

    /** Completes with the reason when the connection has ended, whichever side ended it. */
    CompletionStage<IOException> ended();

    boolean isOpen();

    @Override
    void close();
}
