package io.github.rethinkemitter.internal.runtime;

import io.github.rethinkemitter.StoredStatus;
import io.github.rethinkemitter.internal.flow.Batch;
import io.github.rethinkemitter.internal.flow.Bookmark;
import io.github.rethinkemitter.internal.flow.InsertResult;
import io.github.rethinkemitter.internal.flow.ParkedStore;
import io.github.rethinkemitter.internal.flow.PartialSession;
import io.github.rethinkemitter.internal.flow.PositionClaim;
import io.github.rethinkemitter.internal.flow.SaveResult;
import io.github.rethinkemitter.internal.flow.StoredEvent;
import io.github.rethinkemitter.internal.flow.SweepOrder;
import io.github.rethinkemitter.internal.flow.SweepResult;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A session in memory, which a test can end. */
final class InMemorySession extends PartialSession {

    final CompletableFuture<IOException> ended = new CompletableFuture<>();
    final BlockingQueue<Throwable> insertsThrow = new LinkedBlockingQueue<>();
    final BlockingQueue<Throwable> sweepsThrow = new LinkedBlockingQueue<>();
    final List<Bookmark> positions = new CopyOnWriteArrayList<>();
    volatile PositionClaim claim = new PositionClaim(null, Instant.MIN);
    final AtomicInteger claims = new AtomicInteger();
    final AtomicInteger sweeps = new AtomicInteger();
    volatile boolean swallowsInserts;
    volatile boolean nowFails;
    volatile @Nullable StoredStatus status;
    volatile boolean tableIsGone;
    volatile ScriptedStore store = new ScriptedStore();
    volatile ParkedStore parked = new InMemoryParkedStore();

    void cut(String why) {
        ended.complete(new IOException(why));
    }

    @Override
    public CompletionStage<InsertResult> insert(Batch batch) {
        throwNext(insertsThrow);
        if (swallowsInserts) {
            return new CompletableFuture<>();
        }
        for (var draft : batch.events()) {
            store.store(new StoredEvent(
                    draft.id(),
                    Instant.EPOCH,
                    draft.src(),
                    draft.seq(),
                    draft.content().topic().name(),
                    draft.content().args(),
                    false,
                    null,
                    draft.content().key(),
                    StoredEvent.SETTLED_UNKNOWN,
                    0));
        }
        return CompletableFuture.completedStage(new InsertResult.Answered(batch.events().stream()
                .<InsertResult.Verdict>map(draft -> new InsertResult.Verdict.Stored(Instant.EPOCH))
                .toList()));
    }

    @Override
    public ParkedStore parked() {
        return parked;
    }

    @Override
    public void ensureTable() throws IOException {
        if (tableIsGone) {
            throw new IOException("RTH0301 the table is gone");
        }
    }

    @Override
    public StoredStatus status() throws IOException {
        var known = status;
        if (known == null) {
            throw new IOException("RTH0220 no right to read");
        }
        return known;
    }

    @Override
    public Instant now() throws IOException {
        if (nowFails) {
            throw new IOException("RTH0214 no answer");
        }
        return Instant.EPOCH;
    }

    @Override
    public PositionClaim claim(Subscription subscription) {
        claims.incrementAndGet();
        return claim;
    }

    @Override
    public CompletionStage<SaveResult> save(Subscription subscription, Bookmark bookmark, boolean lasting) {
        positions.add(bookmark);
        return CompletableFuture.completedStage(new SaveResult.Saved());
    }

    @Override
    public SweepResult sweep(SweepOrder order) {
        sweeps.incrementAndGet();
        throwNext(sweepsThrow);
        return new SweepResult.Clean(0);
    }

    @Override
    public CompletionStage<IOException> ended() {
        return ended;
    }

    @Override
    public boolean isOpen() {
        return !ended.isDone();
    }

    @Override
    public void close() {
        ended.complete(new IOException("closed by this side"));
    }

    static void throwNext(BlockingQueue<Throwable> script) {
        var next = script.poll();
        if (next != null) {
            throwNow(next);
        }
    }

    static void throwNow(Throwable thrown) {
        if (thrown instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) thrown;
    }
}
