package io.github.rethinkemitter.internal.flow;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A session that can do nothing but be open; a fake overrides what its tests need. */
public abstract class PartialSession implements Session {

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
    public Feed follow(Instant from) throws IOException {
        throw unexpected("follow");
    }

    @Override
    public Feed read(Instant from, Instant to) throws IOException {
        throw unexpected("read");
    }

    @Override
    public @Nullable Instant oldest(Instant from) throws IOException {
        throw unexpected("oldest");
    }

    @Override
    public List<Stored> find(Wanted wanted) throws IOException {
        throw unexpected("find");
    }

    @Override
    public List<Stored> newest(Instant since, int limit) throws IOException {
        throw unexpected("newest");
    }

    @Override
    public List<FeedItem.Malformed> misplaced(int some) throws IOException {
        throw unexpected("misplaced");
    }

    @Override
    public Instant swept() throws IOException {
        throw unexpected("swept");
    }

    @Override
    public Instant now() throws IOException {
        throw unexpected("now");
    }

    @Override
    public Claim claim(Subscription subscription) throws IOException {
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
    public void close() {}
}
