package io.github.rethinkemitter.internal.subscribe;

import io.github.rethinkemitter.internal.flow.Bookmark;
import io.github.rethinkemitter.internal.flow.Feed;
import io.github.rethinkemitter.internal.flow.FeedItem;
import io.github.rethinkemitter.internal.flow.ImmediateAnswers;
import io.github.rethinkemitter.internal.flow.PartialSession;
import io.github.rethinkemitter.internal.flow.PendingAnswer;
import io.github.rethinkemitter.internal.flow.PositionClaim;
import io.github.rethinkemitter.internal.flow.PositionStore.Subscription;
import io.github.rethinkemitter.internal.flow.SaveResult;
import io.github.rethinkemitter.internal.flow.StoredEvent;
import io.github.rethinkemitter.internal.flow.TableReader;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A session whose only feed brings the items of a script, in their order, and is then cut. Polling moves the clock. */
final class FeedScript extends PartialSession implements TableReader {

    final List<String> lookups = new ArrayList<>();
    final List<StoredEvent> table = new ArrayList<>();
    Instant followedFrom = Instant.MIN;
    final List<Bookmark> saved = new ArrayList<>();
    PositionClaim claim = new PositionClaim(null, Instant.MIN);
    Subscription claimed;
    SaveResult saveResult = new SaveResult.Saved();
    boolean savesWait; // until the test completes them
    final List<CompletableFuture<SaveResult>> saves = new ArrayList<>();
    final List<Boolean> lasting = new ArrayList<>();
    int slices;
    Instant swept = Instant.MIN;
    boolean lookupsFail;
    boolean closed;

    private final FakeTime time;
    private final Deque<Function<Duration, FeedItem>> steps = new ArrayDeque<>();

    FeedScript(FakeTime time) {
        this.time = time;
    }

    FeedScript initial(StoredEvent... events) {
        return each(FeedItem.Initial::new, events);
    }

    FeedScript live(StoredEvent... events) {
        return each(FeedItem.Live::new, events);
    }

    private FeedScript each(Function<StoredEvent, FeedItem> item, StoredEvent... events) {
        for (StoredEvent event : events) {
            item(item.apply(event));
        }
        return this;
    }

    /** All stored events have come, which proves nothing about events that are newer than BASE. */
    FeedScript ready() {
        return ready(FakeTime.BASE);
    }

    FeedScript ready(Instant opened) {
        return item(new FeedItem.Ready()).item(new FeedItem.Proven(opened, opened));
    }

    FeedScript proven(long millis) {
        return item(new FeedItem.Proven(FakeTime.BASE.plusMillis(millis), FakeTime.BASE.plusMillis(millis)));
    }

    FeedScript item(FeedItem item) {
        steps.add(timeout -> item);
        return this;
    }

    /** No item comes for as long as one poll waits. */
    FeedScript silence() {
        steps.add(timeout -> {
            time.pass(timeout);
            return null;
        });
        return this;
    }

    /** No item comes for at least this long. The subscriber may poll as often as it likes meanwhile. */
    FeedScript silence(Duration atLeast) {
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

    FeedScript then(Runnable action) {
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
    public PendingAnswer<List<StoredEvent>> find(Wanted wanted) {
        lookups.add(wanted.src() + " " + wanted.first() + ".." + wanted.last());
        if (lookupsFail) {
            return ImmediateAnswers.failed("lookup failed");
        }
        Set<String> documents = table.stream()
                .filter(event -> wanted.src().equals(event.src())
                        && wanted.first() <= event.seq()
                        && event.seq() <= wanted.last())
                .filter(event ->
                        !event.ts().isBefore(wanted.since()) && !event.ts().isAfter(wanted.until()))
                .map(FeedScript::document)
                .collect(Collectors.toSet());
        return ImmediateAnswers.of(table.stream()
                .filter(event -> documents.contains(document(event)))
                .toList());
    }

    // Of a packed document all events are found.
    private static String document(StoredEvent event) {
        return event.id().split("\\.", 2)[0];
    }

    @Override
    public List<FeedItem.Malformed> withInvalidTime(int atMost) {
        return List.of();
    }

    @Override
    public Instant oldest(Instant from) {
        return table.stream()
                .map(StoredEvent::ts)
                .filter(ts -> !ts.isBefore(from))
                .min(Instant::compareTo)
                .orElse(null);
    }

    @Override
    public Feed read(Instant from, Instant to) {
        slices++;
        var rows = new ArrayDeque<FeedItem>();
        table.stream()
                .filter(event -> !event.ts().isBefore(from) && event.ts().isBefore(to))
                .forEach(event -> rows.addFirst(new FeedItem.Initial(event)));
        rows.add(new FeedItem.Ready());
        return new Feed() {
            @Override
            public FeedItem poll(Duration timeout) {
                return rows.remove();
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public PositionClaim claim(Subscription subscription) {
        claimed = subscription;
        return claim;
    }

    @Override
    public CompletionStage<SaveResult> save(Subscription subscription, Bookmark bookmark, boolean lasting) {
        saved.add(bookmark);
        this.lasting.add(lasting);
        var answer = savesWait ? new CompletableFuture<SaveResult>() : CompletableFuture.completedFuture(saveResult);
        saves.add(answer);
        return answer;
    }

    @Override
    public Instant sweptUpTo() {
        return swept;
    }

    @Override
    public Instant now() {
        return time.now();
    }
}
