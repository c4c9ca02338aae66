package io.github.rethinkemitter.internal.rethink;

import io.github.rethinkemitter.internal.flow.Batch;
import io.github.rethinkemitter.internal.flow.Feed;
import io.github.rethinkemitter.internal.flow.InsertResult;
import io.github.rethinkemitter.internal.flow.Session;
import io.github.rethinkemitter.internal.flow.Stored;
import io.github.rethinkemitter.internal.flow.SweepOrder;
import io.github.rethinkemitter.internal.flow.SweepResult;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;

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

    RethinkSession(Link link, Reql reql, String user, int feedQueueSize) {
        this.link = link;
        this.reql = reql;
        this.inserter = new Inserter(link, reql, user);
        this.sweep = new Sweep(link, reql.events(), user);
        this.user = user;
        this.feedQueueSize = feedQueueSize;
    }

    @Override
    public CompletionStage<InsertResult> insert(Batch batch) {
        return inserter.insert(batch);
    }

    @Override
    public Feed follow(Instant from) throws IOException {
        return allowed("read", () -> RethinkFeed.open(link, reql.changes(from, feedQueueSize)));
    }

    @Override
    public List<Stored> find(String src, long first, long last, Instant since) throws IOException {
        var documents = new DocumentReader();
        Rows rows = (json, frame, into) -> {
            Stored event = documents.read(json, frame).event();
            if (event != null) {
                into.add(event);
            }
        };
        return allowed("read", () -> link.call(reql.find(src, first, last, since), rows)).stream()
                .map(Stored.class::cast)
                .toList();
    }

    @Override
    public Instant now() throws IOException {
        Rows rows = (json, frame, into) -> {
            Instant time = Json.time(json);
            if (time != null) {
                into.add(time);
            }
        };
        return (Instant) one(link.call(Reql.NOW, rows));
    }

    @Override
    public SweepResult sweep(SweepOrder order) throws IOException {
        return sweep.carryOut(order);
    }

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
        try {
            return call.answer();
        } catch (QueryFailed e) {
            throw e.isDenied() ? Rights.missing(user, reql.events(), doing, e) : e;
        }
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
