package io.github.rethinkemitter.internal.rethink;

import io.github.rethinkemitter.internal.config.SubscribeSettings;
import io.github.rethinkemitter.internal.flow.Answer;
import io.github.rethinkemitter.internal.flow.Feed;
import io.github.rethinkemitter.internal.flow.FeedItem;
import io.github.rethinkemitter.internal.flow.Stored;
import io.github.rethinkemitter.internal.flow.Timeline;
import io.github.rethinkemitter.internal.rethink.FeedAudit.Census;
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

    private final FollowingConnection connection;
    private final Reql reql;
    private final SubscribeSettings settings;
    private final String user;

    RethinkTimeline(FollowingConnection connection, Reql reql, SubscribeSettings settings, String user) {
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
        Cursor changes = connection.follow(
                reql.changes(from, settings.feedQueueSize()), new FeedRows(audit), new Pace(GATHERING));
        var proof = new RethinkFeed.Proof(
                audit,
                question -> connection.ask(reql.census(question.from(), question.to()), CENSUS),
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

    private static Rows storedRows() {
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
    public Answer<List<Stored>> find(Wanted wanted) {
        Cursor found = connection.ask(reql.find(wanted), eventRows());
        return new Answer<>() {
            @Override
            public @Nullable List<Stored> poll() throws IOException {
                return found.isComplete() ? await() : null;
            }

            @Override
            public List<Stored> await() throws IOException {
                try {
                    return connection.await(found).stream()
                            .map(Stored.class::cast)
                            .toList();
                } catch (IOException e) {
                    throw explained(e);
                }
            }
        };
    }

    private static Rows eventRows() {
        var documents = new DocumentReader();
        return (json, frame, into) -> {
            Stored event = documents.read(json, frame).event();
            if (event != null) {
                into.add(event);
            }
        };
    }

    @Override
    public Instant now() throws IOException {
        return (Instant) one(call(Reql.NOW, TIMES));
    }

    private List<Object> call(String term, Rows rows) throws IOException {
        try {
            return connection.call(term, rows);
        } catch (IOException e) {
            throw explained(e);
        }
    }

    private IOException explained(IOException failure) {
        return failure instanceof QueryFailed refusal && refusal.isDenied()
                ? Rights.missing(user, reql.events(), "read", refusal)
                : failure;
    }

    static IOException replaced() {
        return new IOException(
                "RTH0228 the table is another one than before: it was dropped and made again, or renamed."
                        + " It is followed again from the position; what was only in the old one is gone");
    }

    static final Rows TIMES = (json, frame, into) -> {
        Instant time = Json.time(json);
        if (time != null) {
            into.add(time);
        }
    };

    private static final Rows CENSUS = (json, frame, into) -> {
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
