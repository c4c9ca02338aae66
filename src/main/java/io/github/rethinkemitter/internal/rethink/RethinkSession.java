package io.github.rethinkemitter.internal.rethink;

import io.github.rethinkemitter.internal.config.ChannelSettings;
import io.github.rethinkemitter.internal.flow.Batch;
import io.github.rethinkemitter.internal.flow.Bookmark;
import io.github.rethinkemitter.internal.flow.Claim;
import io.github.rethinkemitter.internal.flow.Feed;
import io.github.rethinkemitter.internal.flow.FeedItem;
import io.github.rethinkemitter.internal.flow.InsertResult;
import io.github.rethinkemitter.internal.flow.Positions.Subscription;
import io.github.rethinkemitter.internal.flow.SaveResult;
import io.github.rethinkemitter.internal.flow.Session;
import io.github.rethinkemitter.internal.flow.Stored;
import io.github.rethinkemitter.internal.flow.SweepOrder;
import io.github.rethinkemitter.internal.flow.SweepResult;
import io.github.rethinkemitter.internal.flow.Timeline.Wanted;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A link whose table is there. What completes a stage is the pump's thread: who goes on from there must not block it, nor
 * call what waits.
 */
final class RethinkSession implements Session {

    private final Link link;
    private final Reql reql;
    private final Inserter inserter;
    private final Sweep sweep;
    private final String user;
    private final int feedQueueSize;
    private final Tables tables;
    private final PositionQueries positions;
    private volatile Object tableId = ""; // of the table that is followed

    RethinkSession(Link link, Reql reql, Tables tables, ChannelSettings settings) {
        this.link = link;
        this.reql = reql;
        this.tables = tables;
        this.positions = new PositionQueries(reql.events().positions().term());
        this.user = settings.connection().login().user();
        this.inserter = new Inserter(link, reql, user);
        this.feedQueueSize = settings.subscribe().feedQueueSize();
        this.sweep =
                new Sweep(link, reql.events(), user, settings.publish().sweep().positionExpiry());
    }

    @Override
    public CompletionStage<InsertResult> insert(Batch batch) {
        return inserter.insert(batch);
    }

    @Override
    public CompletionStage<InsertResult> restamp(Batch batch) {
        return inserter.restamp(batch);
    }

    @Override
    public Feed follow(Instant from) throws IOException {
        tableId = one(allowed("read", () -> link.call(reql.tableId(), Json.TREE)));
        return allowed("read", () -> RethinkFeed.open(link, reql.changes(from, feedQueueSize)));
    }

    @Override
    public Feed read(Instant from, Instant to) {
        var documents = new DocumentReader();
        Rows rows = (json, frame, into) -> {
            var document = documents.read(json, frame);
            if (document.event() != null) {
                into.add(new FeedItem.Initial(document.event()));
            } else if (document.problem() != null) {
                into.add(document.problem());
            }
        };
        return RethinkFeed.read(
                link, reql.range(from, to), rows, new FeedItem.Ready(), e -> explained("read", reql.events(), e));
    }

    @Override
    public @Nullable Instant oldest(Instant from) throws IOException {
        return (Instant) allowed("read", () -> link.call(reql.oldest(from), TIMES)).stream()
                .findFirst()
                .orElse(null);
    }

    @Override
    public List<Stored> find(Wanted wanted) throws IOException {
        return events(allowed("read", () -> link.call(reql.find(wanted), EventRows.each())));
    }

    @Override
    public List<Stored> newest(Instant since, int limit) throws IOException {
        var rows = allowed("read", () -> link.call(reql.newest(since, limit), EventRows.afterTableId()));
        if (!tableId.equals(one(rows))) {
            throw new IOException("RTH0228 table \"" + reql.events()
                    + "\" is another one than before: it was dropped and made again, or renamed. It is followed again from"
                    + " the position; what was only in the old one is gone");
        }
        return events(rows.subList(1, rows.size()));
    }

    private static List<Stored> events(List<Object> rows) {
        return rows.stream().map(Stored.class::cast).toList();
    }

    @Override
    public Instant now() throws IOException {
        return (Instant) one(link.call(Reql.NOW, TIMES));
    }

    @Override
    public Claim claim(Subscription subscription) throws IOException {
        return (Claim) one(allowed(
                "read and write",
                reql.events().positions(),
                () -> link.call(positions.claim(subscription), PositionQueries.CLAIM)));
    }

    @Override
    public CompletionStage<SaveResult> save(Subscription subscription, Bookmark bookmark, boolean lasting) {
        return link.ask(positions.save(subscription, bookmark, lasting), Json.TREE)
                .thenApply(rows -> PositionQueries.saved(subscription, rows))
                .exceptionally(thrown -> new SaveResult.Failed(Failures.io(thrown)));
    }

    @Override
    public Instant swept() throws IOException {
        try {
            return (Instant) one(link.call(positions.swept(), PositionQueries.SWEPT));
        } catch (QueryFailed e) {
            if (e.isMissing(reql.events().positions()) || e.isDenied()) {
                return Instant.MIN;
            }
            throw e;
        }
    }

    @Override
    public List<FeedItem.Malformed> misplaced(int some) throws IOException {
        return allowed("read", () -> link.call(reql.misplaced(some), EventRows.PROBLEMS)).stream()
                .map(FeedItem.Malformed.class::cast)
                .toList();
    }

    @Override
    public void ensureTable() throws IOException {
        tables.ensure();
    }

    @Override
    public SweepResult sweep(SweepOrder order) throws IOException {
        return sweep.carryOut(order);
    }

    private static final Rows TIMES = (json, frame, into) -> {
        Instant time = Json.time(json);
        if (time != null) {
            into.add(time);
        }
    };

    private static Object one(List<Object> rows) throws IOException {
        if (rows.isEmpty()) {
            throw new IOException("RTH0217 the database's answer is empty");
        }
        return rows.get(0);
    }

    private interface Call<T> {
        T answer() throws IOException;
    }

    private <T> T allowed(String doing, Call<T> call) throws IOException {
        return allowed(doing, reql.events(), call);
    }

    private <T> T allowed(String doing, TableName table, Call<T> call) throws IOException {
        try {
            return call.answer();
        } catch (QueryFailed e) {
            throw explained(doing, table, e);
        }
    }

    private IOException explained(String doing, TableName table, IOException failure) {
        return failure instanceof QueryFailed refusal && refusal.isDenied()
                ? Rights.missing(user, table, doing, refusal)
                : failure;
    }

    @Override
    public CompletionStage<IOException> ended() {
        return link.ended().minimalCompletionStage();
    }

    @Override
    public boolean isOpen() {
        return link.isOpen();
    }

    @Override
    public void close() {
        link.close();
    }
}
