package io.github.rethinkemitter.internal.rethink;

import io.github.rethinkemitter.internal.flow.Feed;
import io.github.rethinkemitter.internal.flow.FeedItem;
import io.github.rethinkemitter.internal.rethink.query.FeedAudit;
import io.github.rethinkemitter.internal.rethink.query.FeedAudit.Census;
import io.github.rethinkemitter.internal.rethink.query.TableName;
import io.github.rethinkemitter.internal.rethink.wire.FeedConnection;
import io.github.rethinkemitter.internal.rethink.wire.RowCursor;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A changefeed that is proven, now and then, to have brought all documents; or stored documents that are read in the same way. */
final class RethinkFeed implements Feed {

    private final FeedConnection connection;
    private final RowCursor cursor;
    private final UnaryOperator<IOException> explained;
    private final @Nullable Proof proof;
    private final Queue<FeedItem> first = new ArrayDeque<>(); // handed out before more rows
    private boolean over;

    /**
     * How it is proven that a changefeed brings all documents.
     *
     * @param query asks the database for a {@link Census}
     * @param table the table that is followed
     * @param tableId the id of that table when the feed was opened
     */
    record Proof(FeedAudit audit, Query query, TableName table, Object tableId) {

        /** Sends the query for a question. */
        interface Query {
            RowCursor ask(FeedAudit.Question question);
        }
    }

    private @Nullable RowCursor census; // that was asked for and has not been looked at

    /**
     * Reads a query that was sent.
     *
     * @param explained turns a failure into what the reader of the feed is to know
     * @param proof null when only stored documents are read
     */
    RethinkFeed(
            FeedConnection connection, RowCursor cursor, UnaryOperator<IOException> explained, @Nullable Proof proof) {
        this.connection = connection;
        this.cursor = cursor;
        this.explained = explained;
        this.proof = proof;
    }

    /** Waits until the server has begun to answer. */
    void awaitBegin() throws IOException {
        try {
            connection.awaitBegin(cursor);
        } catch (IOException e) {
            throw explained.apply(e);
        }
    }

    @Override
    public @Nullable FeedItem poll(Duration timeout) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        FeedItem item = ready();
        if (item != null || over) {
            return item;
        }
        try {
            item = proof == null ? null : audit(proof);
            if (item == null) {
                connection.await(cursor, Math.min(timeout.toNanos(), nanosUntilAudit()));
                item = ready();
            }
            return item != null || cursor.end() == null ? item : theEnd(cursor.end());
        } catch (IOException e) {
            return ended(e);
        }
    }

    private @Nullable FeedItem ready() {
        FeedItem item = first.poll();
        if (item == null && !over) {
            item = (FeedItem) cursor.next();
        }
        if (item instanceof FeedItem.Ready && proof != null) {
            first.add(proven(proof.audit()));
        }
        return item;
    }

    @Override
    public @Nullable FeedItem next() {
        return over || !first.isEmpty() ? null : (FeedItem) cursor.nextOfPart();
    }

    private long nanosUntilAudit() {
        return proof == null ? Long.MAX_VALUE : proof.audit().nanosUntilDue(System.nanoTime());
    }

    private @Nullable FeedItem audit(Proof proof) throws IOException {
        FeedAudit audit = proof.audit();
        if (census != null && census.isComplete()) {
            Census answer = (Census) census.all().get(0);
            census = null;
            if (!answer.tableId().equals(proof.tableId())) {
                throw RethinkTableReader.replaced(proof.table());
            }
            if (!audit.answered(answer, System.nanoTime())) {
                return new FeedItem.Unreliable("the database's clock was set back to " + answer.now());
            }
        }
        return switch (audit.next(System.nanoTime())) {
            case NOTHING -> null;
            case ASK -> ask(proof);
            case PROVEN -> proven(audit);
            case DEAF ->
                new FeedItem.Unreliable(
                        "the table has other documents than it brought, as after its index was missing");
        };
    }

    private @Nullable FeedItem ask(Proof proof) {
        FeedAudit.Question question = proof.audit().ask(System.nanoTime());
        if (question == null) {
            // Documents have come that are so late that nothing newer can be proven yet: the feed is alive.
            return proven(proof.audit());
        }
        census = proof.query().ask(question);
        return null;
    }

    private static FeedItem proven(FeedAudit audit) {
        return new FeedItem.Proven(audit.provenUpTo(), audit.databaseTime(System.nanoTime()));
    }

    private FeedItem theEnd(IOException cause) {
        if (proof == null && cause instanceof FeedConnection.Complete) {
            over = true;
            return new FeedItem.Ready();
        }
        return ended(cause);
    }

    // Nothing comes after this item.
    private FeedItem ended(IOException cause) {
        over = true;
        return new FeedItem.Ended(explained.apply(cause));
    }

    @Override
    public void close() {
        over = true;
        first.clear();
        connection.stop(cursor);
        if (census != null) {
            connection.stop(census);
        }
    }
}
