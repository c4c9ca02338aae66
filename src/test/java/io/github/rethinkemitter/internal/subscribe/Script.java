package io.github.rethinkemitter.internal.subscribe;

import io.github.rethinkemitter.internal.flow.Batch;
import io.github.rethinkemitter.internal.flow.Feed;
import io.github.rethinkemitter.internal.flow.FeedItem;
import io.github.rethinkemitter.internal.flow.InsertResult;
import io.github.rethinkemitter.internal.flow.Session;
import io.github.rethinkemitter.internal.flow.Stored;
import io.github.rethinkemitter.internal.flow.SweepOrder;
import io.github.rethinkemitter.internal.flow.SweepResult;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** A session whose only feed does what was written down, and is then cut. Waiting moves the clock. */
final class Script implements Session {

    final List<String> asked = new ArrayList<>();
    final List<Stored> table = new ArrayList<>();
    Instant followedFrom = Instant.MIN;
    boolean lookupsFail;
    boolean closed;

    private final FakeTime time;
    private final Deque<Function<Duration, FeedItem>> steps = new ArrayDeque<>();

    Script(FakeTime time) {
        this.time = time;
    }

    Script initial(Stored... events) {
        return each(FeedItem.Initial::new, events);
    }

    Script live(Stored... events) {
        return each(FeedItem.Live::new, events);
    }

    private Script each(Function<Stored, FeedItem> item, Stored... events) {
        for (Stored event : events) {
            item(item.apply(event));
        }
        return this;
    }

    Script ready() {
        return item(new FeedItem.Ready());
    }

    Script item(FeedItem item) {
        steps.add(timeout -> item);
        return this;
    }

    /** Nothing comes for as long as one poll waits. */
    Script silence() {
        steps.add(timeout -> {
            time.pass(timeout);
            return null;
        });
        return this;
    }

    /** Nothing comes for at least this long, in which the subscriber may wake as often as it likes. */
    Script silence(Duration atLeast) {
        Instant[] end = new Instant[1];
        steps.add(new Function<>() {
            @Override
            public FeedItem apply(Duration timeout) {
                end[0] = end[0] == null ? time.now().plus(atLeast) : end[0];
                time.pass(timeout);
                if (time.now().isBefore(end[0])) {
                    steps.addFirst(this);
                }
                return null;
            }
        });
        return this;
    }

    Script then(Runnable action) {
        steps.add(timeout -> {
            action.run();
            return null;
        });
        return this;
    }

    @Override
    public Feed follow(Instant from) {
        followedFrom = from;
        return new Feed() {
            @Override
            public FeedItem poll(Duration timeout) {
                return steps.isEmpty()
                        ? new FeedItem.Ended(new IOException("cut"))
                        : steps.remove().apply(timeout);
            }

            @Override
            public void close() {
                closed = true;
            }
        };
    }

    @Override
    public List<Stored> find(String src, long first, long last, Instant since) throws IOException {
        asked.add(src + " " + first + ".." + last);
        if (lookupsFail) {
            throw new IOException("lookup failed");
        }
        return table.stream()
                .filter(event -> src.equals(event.src()) && first <= event.seq() && event.seq() <= last)
                .filter(event -> !event.ts().isBefore(since))
                .toList();
    }

    @Override
    public Instant now() {
        return time.now();
    }

    @Override
    public CompletionStage<InsertResult> insert(Batch batch) {
        throw new UnsupportedOperationException();
    }

    @Override
    public SweepResult sweep(SweepOrder order) {
        throw new UnsupportedOperationException();
    }

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
