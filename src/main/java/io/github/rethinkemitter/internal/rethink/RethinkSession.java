package io.github.rethinkemitter.internal.rethink;

import io.github.rethinkemitter.internal.config.ChannelSettings;
import io.github.rethinkemitter.internal.flow.Batch;
import io.github.rethinkemitter.internal.flow.Bookmark;
import io.github.rethinkemitter.internal.flow.InsertResult;
import io.github.rethinkemitter.internal.flow.PositionClaim;
import io.github.rethinkemitter.internal.flow.PositionStore.Subscription;
import io.github.rethinkemitter.internal.flow.SaveResult;
import io.github.rethinkemitter.internal.flow.Session;
import io.github.rethinkemitter.internal.flow.SweepOrder;
import io.github.rethinkemitter.internal.flow.SweepResult;
import io.github.rethinkemitter.internal.rethink.query.Inserter;
import io.github.rethinkemitter.internal.rethink.query.MissingRights;
import io.github.rethinkemitter.internal.rethink.query.PositionQueries;
import io.github.rethinkemitter.internal.rethink.query.Reql;
import io.github.rethinkemitter.internal.rethink.query.Sweep;
import io.github.rethinkemitter.internal.rethink.query.TableName;
import io.github.rethinkemitter.internal.rethink.schema.ChannelTables;
import io.github.rethinkemitter.internal.rethink.wire.Failures;
import io.github.rethinkemitter.internal.rethink.wire.Json;
import io.github.rethinkemitter.internal.rethink.wire.QueryConnection;
import io.github.rethinkemitter.internal.rethink.wire.QueryFailedException;
import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.CompletionStage;

/**
 * A link whose table is there. What completes a stage is the pump's thread: who goes on from there must not block it, nor
 * call what waits.
 */
final class RethinkSession implements Session {

    private final QueryConnection link;
    private final Reql reql;
    private final Inserter inserter;
    private final Sweep sweep;
    private final String user;
    private final ChannelTables tables;
    private final PositionQueries positions;

    RethinkSession(QueryConnection link, Reql reql, ChannelTables tables, ChannelSettings settings) {
        this.link = link;
        this.reql = reql;
        this.tables = tables;
        this.positions = new PositionQueries(reql.events().positions().term());
        this.user = settings.connection().login().user();
        this.inserter = new Inserter(link, reql, user);
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
    public Instant now() throws IOException {
        return (Instant) RethinkTimeline.one(link.call(Reql.NOW, RethinkTimeline.TIMES));
    }

    @Override
    public PositionClaim claim(Subscription subscription) throws IOException {
        return (PositionClaim) RethinkTimeline.one(allowed(
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
    public Instant sweptUpTo() throws IOException {
        try {
            return (Instant) RethinkTimeline.one(link.call(positions.swept(), PositionQueries.SWEPT));
        } catch (QueryFailedException e) {
            if (reql.events().positions().isMissing(e) || e.isDenied()) {
                return Instant.MIN;
            }
            throw e;
        }
    }

    @Override
    public void ensureTable() throws IOException {
        tables.ensure();
    }

    @Override
    public SweepResult sweep(SweepOrder order) throws IOException {
        return sweep.carryOut(order);
    }

    private interface Call<T> {
        T answer() throws IOException;
    }

    private <T> T allowed(String doing, TableName table, Call<T> call) throws IOException {
        try {
            return call.answer();
        } catch (QueryFailedException e) {
            throw explained(doing, table, e);
        }
    }

    private IOException explained(String doing, TableName table, IOException failure) {
        return failure instanceof QueryFailedException refusal && refusal.isDenied()
                ? MissingRights.missing(user, table, doing, refusal)
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
