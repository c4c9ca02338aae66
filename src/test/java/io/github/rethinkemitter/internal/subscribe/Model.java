package io.github.rethinkemitter.internal.subscribe;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rethinkemitter.internal.flow.Bookmark;
import io.github.rethinkemitter.internal.flow.Claim;
import io.github.rethinkemitter.internal.flow.Feed;
import io.github.rethinkemitter.internal.flow.FeedItem;
import io.github.rethinkemitter.internal.flow.PartialSession;
import io.github.rethinkemitter.internal.flow.Positions.Subscription;
import io.github.rethinkemitter.internal.flow.SaveResult;
import io.github.rethinkemitter.internal.flow.Stored;
import io.github.rethinkemitter.internal.flow.Timeline.Wanted;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A table with publishers that write to it, as bad as the real one may be: inserts that commit late and overtake each
 * other, or go again when everybody is connected long since, servers with skewed clocks, feeds that displace, overflow and abort, numbers that are never stored. It lives by
 * being polled, on one thread, and does the same for the same seed.
 */
final class Model extends PartialSession {

    static final Duration OVERLAP = Duration.ofSeconds(10);
    static final Duration REPEAT_WAIT = Duration.ofSeconds(30);
    private static final int LATEST_COMMIT_MILLIS = 4_000;
    private static final int LATEST_REPEAT_MILLIS = 20_000;
    private static final int WINDOW = 20; // how far a publisher goes on before the oldest insert has its outcome
    static final int UNDER_WAY_AT_MOST = 10 * WINDOW; // of those who come and go
    private static final Duration STEP = Duration.ofMillis(500);
    private static final int SKEW_MILLIS = 500;
    private static final String HEAVY = "x".repeat(400_000); // one text for all, which weighs as much as if it were not

    final FakeTime time = new FakeTime();
    final List<Stored> table = new ArrayList<>(); // in the order of commits
    final List<Stored> promised = new ArrayList<>(); // triggered after the first feed was ready
    final Set<String> repeated = new HashSet<>(); // ids of those with a time that is newer than their place
    boolean connected;
    boolean over;

    @Nullable
    Bookmark saved;

    private final Random random;
    private final List<Publisher> publishers = new ArrayList<>();
    private final List<Insert> underWay = new ArrayList<>();
    private final World world;
    private final boolean heavy;
    private OpenFeed feed;
    private int eventsLeft = 200;
    private int nextId;
    private String owner;

    private static final class Publisher {
        private final String src;
        private final int skew;
        private long seq;
        private Instant lastCommit = Instant.MIN;

        private Publisher(String src, int skew) {
            this.src = src;
            this.skew = skew;
        }
    }

    /** The rest of the world. */
    interface World {

        /** What it does between two polls. */
        void polled();

        /** Whether events wait behind holes. */
        boolean waits();
    }

    /** @param repeated whether it did not happen at first: when it does, it gets the time of then */
    private record Insert(Stored document, Publisher publisher, Instant commitAt, boolean repeated) {

        Stored performed(Instant now) {
            return repeated ? at(now.plusMillis(publisher.skew).truncatedTo(ChronoUnit.MILLIS)) : document;
        }

        private Stored at(Instant ts) {
            var d = document;
            return new Stored(d.id(), ts, d.src(), d.seq(), d.topic(), d.args(), d.exact(), d.headers(), d.settled());
        }
    }

    /**
     * @param promisedFromTheBeginning whether what was stored before the first feed is promised too
     */
    Model(Random random, World world, boolean promisedFromTheBeginning) {
        this.random = random;
        this.world = world;
        connected = promisedFromTheBeginning;
        heavy = random.nextInt(3) == 0;
        for (int i = 0; i < 3; i++) {
            publishers.add(publisher());
        }
        publishers.add(new Publisher("own", 0));
        for (int i = random.nextInt(60); i > 0; i--) {
            live();
        }
    }

    private Publisher publisher() {
        return new Publisher("p" + nextId++, random.nextInt(2 * SKEW_MILLIS) - SKEW_MILLIS);
    }

    /** Something happens, or nothing. */
    void live() {
        commitWhatIsDue();
        int dice = random.nextInt(100);
        if (dice < 55 && eventsLeft > 0) {
            for (int i = random.nextInt(5); i >= 0; i--) {
                trigger();
            }
        } else if (dice < 57 && eventsLeft > 0) {
            publishers.set(random.nextInt(3), publisher());
        } else if (dice < 59) {
            pass(Duration.ofSeconds(random.nextInt(40)));
        } else {
            time.pass(Duration.ofMillis(random.nextInt(200)));
            commitWhatIsDue();
        }
    }

    // In small steps, so that no insert commits later than it should; whoever waits wakes when something comes.
    private void pass(Duration duration) {
        Instant end = time.now().plus(duration);
        while (time.now().isBefore(end) && (feed == null || feed.live.isEmpty())) {
            Duration left = Duration.between(time.now(), end);
            time.pass(left.compareTo(STEP) < 0 ? left : STEP);
            commitWhatIsDue();
        }
    }

    private void trigger() {
        Publisher publisher = publishers.get(random.nextInt(publishers.size()));
        boolean node = random.nextInt(6) == 0;
        if (!node && publisher.seq - settled(publisher) >= WINDOW) {
            return;
        }
        eventsLeft--;
        boolean known = !node && publisher.lastCommit.isAfter(time.now().minusSeconds(5));
        if (known && random.nextInt(40) == 0) {
            publisher.seq++; // never stored: its server gave it up without saying so
        }
        boolean slow = random.nextInt(known ? 15 : 3) == 0 && (known || node);
        boolean repeated = known && random.nextInt(40) == 0;
        long settled = node || random.nextBoolean() ? 0 : settled(publisher);
        var ts = time.now().plusMillis(node ? 0 : publisher.skew).truncatedTo(ChronoUnit.MILLIS);
        boolean filler = !node && random.nextInt(20) == 0;
        var document = new Stored(
                "id" + nextId++,
                ts,
                node ? null : publisher.src,
                node ? 0 : ++publisher.seq,
                filler ? "" : "topic",
                heavy && random.nextInt(3) == 0 ? HEAVY : "[]",
                true,
                null,
                settled);
        if (connected && !filler && !"own".equals(document.src())) {
            promised.add(document);
        }
        int latest = repeated ? LATEST_REPEAT_MILLIS : slow ? LATEST_COMMIT_MILLIS : 1;
        underWay.add(new Insert(document, publisher, time.now().plusMillis(random.nextInt(latest)), repeated));
    }

    /** Up to which number all of its inserts have their outcome. */
    private long settled(Publisher publisher) {
        return underWay.stream()
                        .filter(insert -> publisher.src.equals(insert.document().src()))
                        .mapToLong(insert -> insert.document().seq())
                        .min()
                        .orElse(publisher.seq + 1)
                - 1;
    }

    private void commitWhatIsDue() {
        for (Insert insert : List.copyOf(underWay)) {
            if (!insert.commitAt().isAfter(time.now())) {
                underWay.remove(insert);
                Stored performed = insert.performed(time.now());
                if (insert.repeated()) {
                    repeated.add(performed.id());
                }
                table.add(performed);
                if (insert.document().isSequenced()) {
                    insert.publisher().lastCommit = time.now();
                }
                if (feed != null && !performed.ts().isBefore(feed.from)) {
                    feed.live.add(performed);
                }
            }
        }
    }

    boolean isPromised(Stored event) {
        return promised.stream().anyMatch(one -> one.id().equals(event.id()));
    }

    boolean has(String src, long seq) {
        return table.stream().anyMatch(event -> src.equals(event.src()) && event.seq() == seq);
    }

    @Override
    public Instant now() {
        return time.now();
    }

    @Override
    public Feed follow(Instant from) throws IOException {
        live();
        if (eventsLeft > 0 && random.nextInt(10) == 0) {
            throw new IOException("no primary");
        }
        feed = new OpenFeed(from);
        return feed;
    }

    @Override
    public List<Stored> find(Wanted wanted) throws IOException {
        if (eventsLeft > 0 && random.nextInt(20) == 0) {
            throw new IOException("no answer");
        }
        return table.stream()
                .filter(event -> wanted.src().equals(event.src())
                        && wanted.first() <= event.seq()
                        && event.seq() <= wanted.last())
                .filter(event ->
                        !event.ts().isBefore(wanted.since()) && !event.ts().isAfter(wanted.until()))
                .toList();
    }

    @Override
    public Claim claim(Subscription subscription) throws IOException {
        live();
        if (eventsLeft > 0 && random.nextInt(5) == 0) {
            throw new IOException("no primary");
        }
        owner = subscription.owner();
        Claim claim = new Claim(saved, Instant.MIN);
        if (saved != null) {
            saved = saved.incomplete();
        }
        return claim;
    }

    // A write may fail, or be answered later.
    @Override
    public CompletionStage<SaveResult> save(Subscription subscription, Bookmark bookmark, boolean lasting) {
        if (eventsLeft > 0 && !bookmark.whole() && random.nextInt(10) == 0) {
            return CompletableFuture.completedStage(new SaveResult.Failed(new IOException("no answer")));
        }
        assertThat(subscription.owner()).isEqualTo(owner);
        assertThat(saved == null || !bookmark.position().isBefore(saved.position()))
                .as("%s is not behind %s", bookmark, saved)
                .isTrue();
        saved = bookmark;
        return CompletableFuture.completedStage(new SaveResult.Saved());
    }

    @Override
    public Instant oldest(Instant from) throws IOException {
        live();
        return table.stream()
                .map(Stored::ts)
                .filter(ts -> !ts.isBefore(from))
                .min(Instant::compareTo)
                .orElse(null);
    }

    @Override
    public Feed read(Instant from, Instant to) {
        live();
        List<Stored> rows = new ArrayList<>(table.stream()
                .filter(event -> !event.ts().isBefore(from) && event.ts().isBefore(to))
                .toList());
        return new Feed() {
            @Override
            public FeedItem poll(Duration timeout) {
                world.polled();
                if (random.nextInt(8) == 0) {
                    live();
                }
                if (timeout.isZero() && random.nextInt(6) == 0) {
                    return null;
                }
                if (eventsLeft > 0 && random.nextInt(100) == 0) {
                    return new FeedItem.Ended(new IOException("connection lost"));
                }
                return rows.isEmpty()
                        ? new FeedItem.Ready()
                        : new FeedItem.Initial(rows.remove(random.nextInt(rows.size())));
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public List<Stored> newest(Instant since, int limit) {
        return table.stream()
                .filter(event -> !event.ts().isBefore(since))
                .sorted(Comparator.comparing(Stored::ts).reversed())
                .limit(limit)
                .toList();
    }

    private final class OpenFeed implements Feed {

        private final Instant from;
        private final List<Stored> initial;
        private final List<Stored> live = new ArrayList<>();
        private boolean ready;
        private int quiet;

        private OpenFeed(Instant from) {
            this.from = from;
            initial = new ArrayList<>(
                    table.stream().filter(event -> !event.ts().isBefore(from)).toList());
        }

        // Some of what comes live does while the reader sleeps, together.
        @Override
        public FeedItem poll(Duration timeout, Taker taker) {
            boolean slept = false;
            FeedItem item = poll(timeout);
            while (item instanceof FeedItem.Live && random.nextBoolean() && taker.takes(item)) {
                slept = true;
                item = random.nextInt(4) == 0 ? null : poll(timeout);
            }
            if (slept) {
                taker.flush();
            }
            return item;
        }

        @Override
        public FeedItem poll(Duration timeout) {
            world.polled();
            if (random.nextInt(3) == 0) {
                live();
            }
            if (eventsLeft > 0 && random.nextInt(60) == 0) {
                boolean overflow = random.nextBoolean();
                live.clear();
                return overflow
                        ? new FeedItem.Overflowed("Changefeed cache over array size limit, skipped N elements.")
                        : new FeedItem.Ended(new IOException("Changefeed aborted (unavailable)."));
            }
            if (!ready && initial.isEmpty()) {
                ready = true;
                return new FeedItem.Ready();
            }
            if (!ready && (live.isEmpty() || random.nextInt(3) > 0)) {
                return new FeedItem.Initial(initial.remove(random.nextInt(initial.size())));
            }
            if (!live.isEmpty()) {
                return new FeedItem.Live(live.remove(random.nextInt(Math.min(live.size(), 6))));
            }
            pass(timeout);
            return eventsLeft <= 0 && underWay.isEmpty() && live.isEmpty() && isOver() ? last() : null;
        }

        // Who waits for what will never come does so for long; for ever would be a mistake.
        private boolean isOver() {
            return ++quiet > (world.waits() ? 5_000 : 50);
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
