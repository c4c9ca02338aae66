package io.github.rethinkemitter.internal.rethink;

import io.github.rethinkemitter.StoredStatus;
import io.github.rethinkemitter.internal.config.ChannelSettings;
import io.github.rethinkemitter.internal.config.ConnectionSettings.Host;
import io.github.rethinkemitter.internal.flow.Batch;
import io.github.rethinkemitter.internal.flow.Bookmark;
import io.github.rethinkemitter.internal.flow.InsertResult;
import io.github.rethinkemitter.internal.flow.ParkedStore;
import io.github.rethinkemitter.internal.flow.PositionClaim;
import io.github.rethinkemitter.internal.flow.PositionStore.Subscription;
import io.github.rethinkemitter.internal.flow.SaveResult;
import io.github.rethinkemitter.internal.flow.Session;
import io.github.rethinkemitter.internal.flow.SweepOrder;
import io.github.rethinkemitter.internal.flow.SweepResult;
import io.github.rethinkemitter.internal.rethink.query.Answers;
import io.github.rethinkemitter.internal.rethink.query.Inserter;
import io.github.rethinkemitter.internal.rethink.query.MissingRights;
import io.github.rethinkemitter.internal.rethink.query.PositionQueries;
import io.github.rethinkemitter.internal.rethink.query.Reql;
import io.github.rethinkemitter.internal.rethink.query.Sweep;
import io.github.rethinkemitter.internal.rethink.schema.ChannelTables;
import io.github.rethinkemitter.internal.rethink.wire.Failures;
import io.github.rethinkemitter.internal.rethink.wire.QueryConnection;
import io.github.rethinkemitter.internal.rethink.wire.QueryFailedException;
import io.github.rethinkemitter.internal.rethink.wire.RowValues;
import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.CompletionStage;

/**
 * A connection whose table is there. The reader thread of the connection completes the stages: a callback on a stage must neither block,
 * nor call a method that waits for an answer.
 */
final class RethinkSession implements Session {

    private final Host host;
    private final QueryConnection connection;
    private final Reql reql;
    private final Inserter inserter;
    private final Sweep sweep;
    private final MissingRights rights;
    private final ChannelTables tables;
    private final PositionQueries positions;
    private final ParkedStore parked;

    RethinkSession(Host host, QueryConnection connection, Reql reql, ChannelTables tables, ChannelSettings settings) {
        this.host = host;
        this.connection = connection;
        this.reql = reql;
        this.tables = tables;
        this.positions = new PositionQueries(reql.events().positions());
        this.rights = new MissingRights(settings.connection().login().user());
        this.parked = new ParkedTable(connection, reql.events(), rights);
        this.inserter = new Inserter(connection, reql, rights);
        this.sweep = new Sweep(
                connection, reql.events(), rights, settings.publish().sweep().positionExpiry());
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
        return (Instant) Answers.one(connection.call(Reql.NOW, Answers.TIMES));
    }

    @Override
    public PositionClaim claim(Subscription subscription) throws IOException {
        try {
            return (PositionClaim) Answers.one(connection.call(positions.claim(subscription), PositionQueries.CLAIM));
        } catch (QueryFailedException e) {
            throw rights.explain(e, "read and write", reql.events().positions());
        }
    }

    @Override
    public CompletionStage<SaveResult> save(Subscription subscription, Bookmark bookmark, boolean lasting) {
        return connection
                .ask(positions.save(subscription, bookmark, lasting), RowValues.TREE)
                .thenApply(rows -> PositionQueries.saved(subscription, rows))
                .exceptionally(thrown -> new SaveResult.Failed(Failures.io(thrown)));
    }

    @Override
    public StoredStatus status() throws IOException {
        return new StoredState(connection, reql.events(), rights).read();
    }

    @Override
    public ParkedStore parked() {
        return parked;
    }

    @Override
    public Instant sweptUpTo() throws IOException {
        try {
            return (Instant) Answers.one(connection.call(positions.swept(), PositionQueries.SWEPT));
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

    @Override
    public CompletionStage<IOException> ended() {
        return connection.ended().minimalCompletionStage();
    }

    @Override
    public boolean isOpen() {
        return connection.endedBecause() == null;
    }

    @Override
    public String host() {
        return host.toString();
    }

    @Override
    public void close() {
        connection.close();
    }
}
