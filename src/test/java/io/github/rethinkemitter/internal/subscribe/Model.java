package io.github.rethinkemitter.internal.subscribe;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rethinkemitter.internal.flow.Bookmark;
import io.github.rethinkemitter.internal.flow.Bookmark.Seen;
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
import io.github.rethinkemitter.internal.flow.TableReader.Wanted;
import io.github.rethinkemitter.internal.subscribe.ModelPublishers.Document;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A table to which {@link ModelPublishers} write, with the faults of a real one: its feeds displace events, overflow and abort.
 * All happens on the thread that polls, and the same seed does the same.
 */
final class Model extends PartialSession implements TableReader {

    static final Duration OVERLAP = Duration.ofSeconds(10);
    static final Duration REPEAT_WAIT = Duration.ofSeconds(30);
    private static final Duration STEP = Duration.ofMillis(500);

    final FakeTime time = new FakeTime();
    private final List<Document> table = new ArrayList<>(); // in the order of commits
    final List<StoredEvent> promised = new ArrayList<>(); // triggered after the first feed was ready
    boolean connected;
    boolean over;
    boolean readsLaterVersions = true;

    @Nullable
    Bookmark saved;

    private final Random random;
    private final ModelPublishers publishers;
    private final Observers observers;
    private OpenFeed feed;
    private String owner;

    /** The observers. */
    interface Observers {

        /** Called between two polls. */
        void polled();

        /** Whether events wait behind holes. */
        boolean eventsWait();
    }

    /**
     * @param promisedFromTheBeginning whether what was stored before the first feed is promised too
     */
    Model(Random random, Observers observers, boolean promisedFromTheBeginning) {
        this.random = random;
        this.observers = observers;
        connected = promisedFromTheBeginning;
        publishers = new ModelPublishers(random, time);
        for (int i = random.nextInt(60); i > 0; i--) {
            step();
        }
    }

    /** Lets some time pass, in which events may be triggered and committed. */
    void step() {
        commitWhatIsDue();
        int dice = random.nextInt(100);
        if (dice < 55 && publishers.areAwake()) {
            trigger();
        } else if (dice < 57 && publishers.areAwake()) {
            publishers.replaceOne();
        } else if (dice < 59) {
            pass(Duration.ofSeconds(random.nextInt(40)));
        } else {
            time.pass(Duration.ofMillis(random.nextInt(200)));
            commitWhatIsDue();
        }
    }

    // In small steps, so that no insert commits later than it should. A feed that waits wakes when an event comes.
    private void pass(Duration duration) {
        Instant end = time.now().plus(duration);
        while (time.now().isBefore(end) && (feed == null || feed.live.isEmpty())) {
            Duration left = Duration.between(time.now(), end);
            time.pass(left.compareTo(STEP) < 0 ? left : STEP);
            commitWhatIsDue();
        }
    }

    private void trigger() {
        for (Document document : publishers.trigger()) {
            for (StoredEvent event : document.events()) {
                if (connected && !event.isFiller() && !"own".equals(event.src())) {
                    promised.add(event);
                }
            }
        }
    }

    private void commitWhatIsDue() {
        publishers.commitWhatIsDue(document -> {
            table.add(document);
            if (feed != null && !document.ts().isBefore(feed.from)) {
                feed.live.add(read(document));
            }
        });
    }

    boolean isPromised(StoredEvent event) {
        return promised.stream().anyMatch(one -> one.id().equals(event.id()));
    }

    /** Whether the event has a time that is newer than its place in the order. */
    boolean isRepeated(StoredEvent event) {
        return publishers.repeated.contains(event.id());
    }

    /** Whether the event came to processes that could not read it. */
    boolean isOfLaterVersion(StoredEvent event) {
        return table.stream()
                .anyMatch(document -> document.later() && document.events().contains(event));
    }

    boolean has(String src, long seq) {
        return table.stream()
                .flatMap(document -> document.events().stream())
                .anyMatch(event -> src.equals(event.src()) && event.seq() == seq);
    }

    /** Documents of the table as the subscriber's version of the library reads them. */
    private List<Document> read(Predicate<Document> wanted) {
        return table.stream().filter(wanted).map(this::read).collect(Collectors.toCollection(ArrayList::new));
    }

    private Document read(Document document) {
        return document.later() && !readsLaterVersions ? document.unread() : document;
    }

    @Override
    public Instant now() {
        return time.now();
    }

    @Override
    public Feed follow(Instant from) throws IOException {
        step();
        if (publishers.areAwake() && random.nextInt(10) == 0) {
            throw new IOException("no primary");
        }
        feed = new OpenFeed(from);
        return feed;
    }

    @Override
    public PendingAnswer<List<StoredEvent>> find(Wanted wanted) {
        if (publishers.areAwake() && random.nextInt(20) == 0) {
            return ImmediateAnswers.failed("no answer");
        }
        return new LateAnswer(random.nextInt(4), () -> found(wanted));
    }

    private List<StoredEvent> found(Wanted wanted) {
        return read(document -> !document.ts().isBefore(wanted.since())
                        && !document.ts().isAfter(wanted.until())
                        && document.events().stream().anyMatch(event -> has(wanted, event)))
                .stream()
                .flatMap(document -> document.events().stream())
                .toList();
    }

    private static boolean has(Wanted wanted, StoredEvent event) {
        return wanted.src().equals(event.src()) && wanted.first() <= event.seq() && event.seq() <= wanted.last();
    }

    @Override
    public PositionClaim claim(Subscription subscription) throws IOException {
        step();
        if (publishers.areAwake() && random.nextInt(5) == 0) {
            throw new IOException("no primary");
        }
        owner = subscription.owner();
        PositionClaim claim = new PositionClaim(saved, Instant.MIN);
        if (saved != null) {
            saved = saved.incomplete();
        }
        return claim;
    }

    // A write may fail, or be answered later.
    @Override
    public CompletionStage<SaveResult> save(Subscription subscription, Bookmark bookmark, boolean lasting) {
        if (publishers.areAwake() && !bookmark.whole() && random.nextInt(10) == 0) {
            return CompletableFuture.completedStage(new SaveResult.Failed(new IOException("no answer")));
        }
        assertThat(subscription.owner()).isEqualTo(owner);
        assertThat(saved == null || !bookmark.position().isBefore(saved.position()))
                .as("%s is not behind %s", bookmark, saved)
                .isTrue();
        saved = withAllSeen(bookmark);
        return CompletableFuture.completedStage(new SaveResult.Saved());
    }

    // Each bookmark has only the documents that were not in the bookmarks before it.
    private Bookmark withAllSeen(Bookmark bookmark) {
        Set<Seen> seen = new LinkedHashSet<>(saved == null ? List.of() : saved.seen());
        seen.addAll(bookmark.seen());
        seen.removeIf(document -> document.ts().isBefore(bookmark.from()));
        return new Bookmark(
                bookmark.position(),
                bookmark.from(),
                bookmark.start(),
                bookmark.startRecorded(),
                bookmark.marks(),
                List.copyOf(seen),
                bookmark.whole(),
                0);
    }

    @Override
    public List<FeedItem.Malformed> withInvalidTime(int atMost) {
        return List.of();
    }

    @Override
    public Instant oldest(Instant from) throws IOException {
        step();
        return table.stream()
                .map(Document::ts)
                .filter(ts -> !ts.isBefore(from))
                .min(Instant::compareTo)
                .orElse(null);
    }

    @Override
    public Feed read(Instant from, Instant to) {
        step();
        List<Document> rows =
                read(document -> !document.ts().isBefore(from) && document.ts().isBefore(to));
        Queue<FeedItem> next = new ArrayDeque<>();
        return new Feed() {
            @Override
            public FeedItem poll(Duration timeout) {
                observers.polled();
                if (!next.isEmpty()) {
                    return next.remove();
                }
                if (random.nextInt(8) == 0) {
                    step();
                }
                if (timeout.isZero() && random.nextInt(6) == 0) {
                    return null;
                }
                if (publishers.areAwake() && random.nextInt(100) == 0) {
                    return new FeedItem.Ended(new IOException("connection lost"));
                }
                if (rows.isEmpty()) {
                    return new FeedItem.Ready();
                }
                rows.remove(random.nextInt(rows.size()))
                        .events()
                        .forEach(event -> next.add(new FeedItem.Initial(event)));
                return next.remove();
            }

            @Override
            public void close() {}
        };
    }

    /** An answer that comes only after some polls. It shows the table as it was at the first poll or at the last. */
    private final class LateAnswer implements PendingAnswer<List<StoredEvent>> {

        private final Supplier<List<StoredEvent>> look;
        private int late;

        @Nullable
        private List<StoredEvent> found;

        LateAnswer(int late, Supplier<List<StoredEvent>> look) {
            this.late = late;
            this.look = look;
            if (random.nextBoolean()) {
                found = look.get();
            }
        }

        @Override
        public List<StoredEvent> poll() {
            return late-- > 0 ? null : await();
        }

        @Override
        public List<StoredEvent> await() {
            return found == null ? look.get() : found;
        }
    }

    private final class OpenFeed implements Feed {

        private final Instant from;
        private final List<Document> initial;
        private final List<Document> live = new ArrayList<>();
        private final Instant opened = time.now();
        private final Queue<FeedItem> next = new ArrayDeque<>(); // the events of one document come together
        private boolean ready;
        private int quiet;

        private OpenFeed(Instant from) {
            this.from = from;
            initial = read(document -> !document.ts().isBefore(from));
        }

        @Override
        public FeedItem poll(Duration timeout) {
            observers.polled();
            if (!next.isEmpty()) {
                return next.remove();
            }
            if (random.nextInt(3) == 0) {
                step();
            }
            if (ready && live.isEmpty() && random.nextInt(4) == 0) {
                return new FeedItem.Proven(time.now(), time.now());
            }
            if (publishers.areAwake() && random.nextInt(60) == 0) {
                boolean overflow = random.nextBoolean();
                live.clear();
                return overflow
                        ? new FeedItem.Overflowed("Changefeed cache over array size limit, skipped N elements.")
                        : new FeedItem.Ended(new IOException("Changefeed aborted (unavailable)."));
            }
            if (!ready && initial.isEmpty()) {
                ready = true;
                next.add(new FeedItem.Proven(opened, opened));
                return new FeedItem.Ready();
            }
            if (!ready && (live.isEmpty() || random.nextInt(3) > 0)) {
                Document document = initial.remove(random.nextInt(initial.size()));
                document.events().forEach(event -> next.add(new FeedItem.Initial(event)));
                return next.remove();
            }
            if (!live.isEmpty()) {
                Document document = live.remove(random.nextInt(Math.min(live.size(), 6)));
                document.events().forEach(event -> next.add(new FeedItem.Live(event)));
                return next.remove();
            }
            pass(timeout);
            return publishers.areDone() && live.isEmpty() && isOver() ? last() : null;
        }

        // A subscriber waits long for events that will never come, but not for ever.
        private boolean isOver() {
            return ++quiet > (observers.eventsWait() ? 5_000 : 50);
        }

        private FeedItem last() {
            over = true;
            return new FeedItem.Ended(new IOException("the end"));
        }

        @Override
        public void close() {
            feed = null;
        }
    }
}
