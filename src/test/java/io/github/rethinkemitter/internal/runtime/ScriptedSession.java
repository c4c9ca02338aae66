package io.github.rethinkemitter.internal.runtime;

import io.github.rethinkemitter.internal.flow.Answer;
import io.github.rethinkemitter.internal.flow.Answers;
import io.github.rethinkemitter.internal.flow.Batch;
import io.github.rethinkemitter.internal.flow.Feed;
import io.github.rethinkemitter.internal.flow.FeedItem;
import io.github.rethinkemitter.internal.flow.InsertResult;
import io.github.rethinkemitter.internal.flow.PartialSession;
import io.github.rethinkemitter.internal.flow.Stored;
import io.github.rethinkemitter.internal.flow.SweepOrder;
import io.github.rethinkemitter.internal.flow.SweepResult;
import io.github.rethinkemitter.internal.flow.Timeline;
import io.github.rethinkemitter.internal.flow.Timeline.Wanted;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A session in memory: what is inserted comes through the feeds, and a test ends either when it likes. */
final class ScriptedSession extends PartialSession implements Timeline {

    final List<ScriptedFeed> feeds = new CopyOnWriteArrayList<>();
    final CompletableFuture<IOException> ended = new CompletableFuture<>();
    volatile boolean feedsFail;

    void cut(String why) {
        var cause = new IOException(why);
        ended.complete(cause);
        feeds.forEach(feed -> feed.items.add(new FeedItem.Ended(cause)));
    }

    void abortFeeds(String why) {
        feeds.forEach(feed -> feed.items.add(new FeedItem.Ended(new IOException(why))));
    }

    void overflowFeeds() {
        feeds.forEach(feed -> feed.items.add(new FeedItem.Overflowed("skipped 5 elements.")));
    }

    @Override
    public CompletionStage<InsertResult> insert(Batch batch) {
        for (var draft : batch.drafts()) {
            var stored = new Stored(
                    draft.id(),
                    Instant.EPOCH,
                    draft.src(),
                    draft.seq(),
                    draft.content().topic().name(),
                    draft.content().args(),
                    false,
                    null);
            feeds.forEach(feed -> feed.items.add(new FeedItem.Live(stored)));
        }
        return CompletableFuture.completedStage(new InsertResult.Answered(batch.drafts().stream()
                .<InsertResult.Verdict>map(draft -> new InsertResult.Verdict.Stored(Instant.EPOCH))
                .toList()));
    }

    @Override
    public Feed follow(Instant from) throws IOException {
        if (feedsFail) {
            throw new IOException("RTH0221 no right to read");
        }
        var feed = new ScriptedFeed();
        feeds.add(feed);
        return feed;
    }

    @Override
    public Feed read(Instant from, Instant to) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<FeedItem.Malformed> misplaced(int some) {
        return List.of();
    }

    @Override
    public Instant oldest(Instant from) {
        return null;
    }

    @Override
    public Answer<List<Stored>> find(Wanted wanted) {
        return Answers.of(List.of());
    }

    @Override
    public Instant now() {
        return Instant.EPOCH;
    }

    @Override
    public SweepResult sweep(SweepOrder order) {
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

    /** Ready at once. */
    static final class ScriptedFeed implements Feed {

        final BlockingQueue<FeedItem> items = new LinkedBlockingQueue<>(List.of(new FeedItem.Ready()));
        volatile boolean closed;

        @Override
        public @Nullable FeedItem poll(Duration timeout) throws InterruptedException {
            return items.poll(timeout.toNanos(), TimeUnit.NANOSECONDS);
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
