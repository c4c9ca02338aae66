package io.github.rethinkemitter.internal.rethink;

import io.github.rethinkemitter.internal.config.SubscribeSettings;
import io.github.rethinkemitter.internal.flow.Feed;
import io.github.rethinkemitter.internal.flow.FeedItem;
import io.github.rethinkemitter.internal.flow.PendingAnswer;
import io.github.rethinkemitter.internal.flow.StoredEvent;
import io.github.rethinkemitter.internal.flow.TableReader;
import io.github.rethinkemitter.internal.rethink.query.Answers;
import io.github.rethinkemitter.internal.rethink.query.FeedAudit;
import io.github.rethinkemitter.internal.rethink.query.FeedAudit.Census;
import io.github.rethinkemitter.internal.rethink.query.FeedRows;
import io.github.rethinkemitter.internal.rethink.query.MissingRights;
import io.github.rethinkemitter.internal.rethink.query.Reql;
import io.github.rethinkemitter.internal.rethink.query.TableName;
import io.github.rethinkemitter.internal.rethink.wire.FeedConnection;
import io.github.rethinkemitter.internal.rethink.wire.RowCursor;
import io.github.rethinkemitter.internal.rethink.wire.RowReader;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The table, read by a connection of its own. */
final class RethinkTableReader implements TableReader {

    // How long events gather for each part of a busy changefeed: far longer than a request takes, and too short to
    // notice.
    private static final Duration GATHERING = Duration.ofMillis(4);

    private final FeedConnection connection;
    private final Reql reql;
    private final SubscribeSettings settings;
    private final MissingRights rights;

    RethinkTableReader(FeedConnection connection, Reql reql, SubscribeSettings settings, MissingRights rights) {
        this.connection = connection;
        this.reql = reql;
        this.settings = settings;
        this.rights = rights;
    }

    @Override
    public Feed follow(Instant from) throws IOException {
        var opened = (Census) Answers.one(call(reql.census(Instant.EPOCH, Instant.EPOCH), Answers.CENSUS));
        var audit = new FeedAudit(settings.auditInterval());
        audit.begin(from, opened.now(), System.nanoTime());
        RowCursor changes =
                connection.follow(reql.changes(from, settings.feedQueueSize()), new FeedRows(audit), GATHERING);
        var proof = new RethinkFeed.Proof(
                audit,
                question -> connection.ask(reql.census(question.from(), question.to()), Answers.CENSUS),
                reql.events(),
                opened.tableId());
        var feed = new RethinkFeed(connection, changes, this::explained, proof);
        try {
            feed.awaitBegin();
            return feed;
        } catch (IOException e) {
            feed.close();
            throw e;
        }
    }

    @Override
    public Feed read(Instant from, Instant to) {
        return new RethinkFeed(
                connection, connection.read(reql.range(from, to), Answers.feedItems()), this::explained, null);
    }

    @Override
    public @Nullable Instant oldest(Instant from) throws IOException {
        return (Instant)
                call(reql.oldest(from), Answers.TIMES).stream().findFirst().orElse(null);
    }

    @Override
    public PendingAnswer<List<StoredEvent>> find(Wanted wanted) {
        RowCursor found = connection.ask(reql.find(wanted), Answers.events());
        return new PendingAnswer<>() {
            @Override
            public @Nullable List<StoredEvent> poll() throws IOException {
                return found.isComplete() ? await() : null;
            }

            @Override
            public List<StoredEvent> await() throws IOException {
                try {
                    return connection.await(found).stream()
                            .map(StoredEvent.class::cast)
                            .toList();
                } catch (IOException e) {
                    throw explained(e);
                }
            }
        };
    }

    @Override
    public List<FeedItem.Malformed> withInvalidTime(int atMost) throws IOException {
        return call(reql.misplaced(atMost), Answers.problems()).stream()
                .map(FeedItem.Malformed.class::cast)
                .toList();
    }

    @Override
    public Instant now() throws IOException {
        return (Instant) Answers.one(call(Reql.NOW, Answers.TIMES));
    }

    private List<Object> call(String term, RowReader rows) throws IOException {
        try {
            return connection.call(term, rows);
        } catch (IOException e) {
            throw explained(e);
        }
    }

    private IOException explained(IOException failure) {
        return rights.explain(failure, "read", reql.events());
    }

    static IOException replaced(TableName table) {
        return new IOException(
                "RTH0228 table \"" + table + "\" is another one than before: it was dropped and made again, or renamed."
                        + " It is followed again from the position; what was only in the old one is gone");
    }

    @Override
    public void close() {
        connection.close();
    }
}
