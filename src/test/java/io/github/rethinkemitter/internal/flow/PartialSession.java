package io.github.rethinkemitter.internal.flow;

import io.github.rethinkemitter.StoredStatus;
import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A session that is open and refuses every call; a fake overrides what its tests need. */
public abstract class PartialSession implements Session {

    private final ParkedStore parked = new FakeParkedStore();

    private static UnsupportedOperationException unexpected(String call) {
        return new UnsupportedOperationException(call + " was not expected in this test");
    }

    @Override
    public CompletionStage<InsertResult> insert(Batch batch) {
        throw unexpected("insert");
    }

    @Override
    public CompletionStage<InsertResult> restamp(Batch batch) {
        throw unexpected("restamp");
    }

    @Override
    public Instant sweptUpTo() throws IOException {
        return Instant.MIN;
    }

    @Override
    public Instant now() throws IOException {
        throw unexpected("now");
    }

    @Override
    public PositionClaim claim(Subscription subscription) throws IOException {
        throw unexpected("claim");
    }

    @Override
    public CompletionStage<SaveResult> save(Subscription subscription, Bookmark bookmark, boolean lasting) {
        throw unexpected("save");
    }

    @Override
    public SweepResult sweep(SweepOrder order) throws IOException {
        throw unexpected("sweep");
    }

    @Override
    public ParkedStore parked() {
        return parked;
    }

    @Override
    public void ensureTable() throws IOException {}

    @Override
    public CompletionStage<IOException> ended() {
        return new CompletableFuture<>();
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public String host() {
        return "fake:28015";
    }

    @Override
    public StoredStatus status() throws IOException {
        throw unexpected("status");
    }

    @Override
    public void close() {}
}
