package io.github.rethinkemitter.internal.rethink;

import io.github.rethinkemitter.internal.config.SubscribeSettings;
import io.github.rethinkemitter.internal.flow.Feed;
import io.github.rethinkemitter.internal.flow.FeedItem;
import io.github.rethinkemitter.internal.flow.PendingAnswer;
import io.github.rethinkemitter.internal.flow.StoredEvent;
import io.github.rethinkemitter.internal.flow.Timeline;
import io.github.rethinkemitter.internal.rethink.query.DocumentReader;
import io.github.rethinkemitter.internal.rethink.query.FeedAudit;
import io.github.rethinkemitter.internal.rethink.query.FeedAudit.Census;
import io.github.rethinkemitter.internal.rethink.query.FeedRows;
import io.github.rethinkemitter.internal.rethink.query.MissingRights;
import io.github.rethinkemitter.internal.rethink.query.Reql;
import io.github.rethinkemitter.internal.rethink.query.TableName;
import io.github.rethinkemitter.internal.rethink.wire.ContinueThrottle;
import io.github.rethinkemitter.internal.rethink.wire.FeedConnection;
import io.github.rethinkemitter.internal.rethink.wire.Json;
import io.github.rethinkemitter.internal.rethink.wire.QueryFailedException;
import io.github.rethinkemitter.internal.rethink.wire.RowCursor;
import io.github.rethinkemitter.internal.rethink.wire.RowReader;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The table over a connection of its own. */
final class RethinkTimeline implements Timeline {

    // How long events gather for each part of a busy changefeed: far longer than to ask takes, and too short to notice.
    private static final Duration GATHERING = Duration.ofMillis(4);

    private final FeedConnection connection;
    private final Reql reql;
    private final SubscribeSettings settings;
    private final String user;

    RethinkTimeline(FeedConnection connection, Reql reql, SubscribeSettings settings, String user) {
        this.connection = connection;
        this.reql = reql;
        this.settings = settings;
        this.user = user;
    }

    @Override
    public Feed follow(Instant from) throws IOException {
        var opened = (Census) one(call(reql.census(Instant.EPOCH, Instant.EPOCH), CENSUS));
        var audit = new FeedAudit(settings.auditInterval());
        audit.begin(from, opened.now(), System.nanoTime());
        RowCursor changes = connection.follow(
                reql.changes(from, settings.feedQueueSize()), new FeedRows(audit), new ContinueThrottle(GATHERING));
        var proof = new RethinkFeed.Proof(
                audit,
                question -> connection.ask(reql.census(question.from(), question.to()), CENSUS),
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
        return new RethinkFeed(connection, connection.read(reql.range(from, to), storedRows()), this::explained, null);
    }

    private static RowReader storedRows() {
        var documents = new DocumentReader();
        return (json, frame, into) -> {
            var document = documents.read(json, frame);
            if (document.event() != null) {
                into.add(new FeedItem.Initial(document.event()));
            } else if (document.problem() != null) {
                into.add(document.problem());
            }
        };
    }

    @Override
    public @Nullable Instant oldest(Instant from) throws IOException {
        return (Instant) call(reql.oldest(from), TIMES).stream().findFirst().orElse(null);
    }

    @Override
    public PendingAnswer<List<StoredEvent>> find(Wanted wanted) {
        RowCursor found = connection.ask(reql.find(wanted), eventRows());
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

    private static RowReader eventRows() {
        var documents = new DocumentReader();
        return (json, frame, into) -> {
            StoredEvent event = documents.read(json, frame).event();
            if (event != null) {
                into.add(event);
            }
        };
    }

    @Override
    public List<FeedItem.Malformed> withInvalidTime(int atMost) throws IOException {
        return call(reql.misplaced(atMost), problems()).stream()
                .map(FeedItem.Malformed.class::cast)
                .toList();
    }

    private static RowReader problems() {
        var documents = new DocumentReader();
        return (json, frame, into) -> {
            FeedItem.Malformed problem = documents.read(json, frame).problem();
            if (problem != null) {
                into.add(problem);
            }
        };
    }

    @Override
    public Instant now() throws IOException {
        return (Instant) one(call(Reql.NOW, TIMES));
    }

    private List<Object> call(String term, RowReader rows) throws IOException {
        try {
            return connection.call(term, rows);
        } catch (IOException e) {
            throw explained(e);
        }
    }

    private IOException explained(IOException failure) {
        return failure instanceof QueryFailedException refusal && refusal.isDenied()
                ? MissingRights.missing(user, reql.events(), "read", refusal)
                : failure;
    }

    static IOException replaced(TableName table) {
        return new IOException(
                "RTH0228 table \"" + table + "\" is another one than before: it was dropped and made again, or renamed."
                        + " It is followed again from the position; what was only in the old one is gone");
    }

    static final RowReader TIMES = (json, frame, into) -> {
        Instant time = Json.time(json);
        if (time != null) {
            into.add(time);
        }
    };

    private static final RowReader CENSUS = (json, frame, into) -> {
        json.nextToken();
        String tableId = json.getText();
        json.nextToken();
        Instant now = Objects.requireNonNull(Json.time(json));
        json.nextToken();
        into.add(new Census(tableId, now, json.getLongValue()));
        json.nextToken();
    };

    static Object one(List<Object> rows) throws IOException {
        if (rows.isEmpty()) {
            throw new IOException("RTH0217 the database's answer is empty");
        }
        return rows.get(0);
    }

    @Override
    public void close() {
        connection.close();
    }
}
