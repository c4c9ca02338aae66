package io.github.rethinkemitter.internal.subscribe;

import io.github.rethinkemitter.internal.flow.StoredEvent;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Publishers, Node processes among them, at servers with skewed clocks. Their inserts commit late and overtake each other, or
 * are sent again long after the subscriber has connected. Some publishers come and go, and some numbers are never stored. Some
 * documents hold many events, and some are of a later version.
 */
final class ModelPublishers {

    private static final int LATEST_COMMIT_MILLIS = 4_000;
    private static final int LATEST_REPEAT_MILLIS = 20_000;
    private static final int APART_MILLIS = 100; // how far the commits of one insert are apart, at most
    private static final int WINDOW = 20; // how many numbers a publisher gives before its oldest insert has its outcome
    static final int MOST_PENDING = 10 * WINDOW; // of all publishers, with those that come and go
    private static final int SKEW_MILLIS = 500;
    private static final int MOST_PACKED = 6;
    private static final long LATER_VERSION = 3;
    private static final String HEAVY = "x".repeat(400_000); // shared by all events, and weighed for each

    final Set<String> repeated =
            new HashSet<>(); // ids of events with a time that is newer than their place in the order

    private final Random random;
    private final FakeTime time;
    private final boolean heavy;
    private final List<Publisher> publishers = new ArrayList<>();
    private final List<Write> pending = new ArrayList<>();
    private int eventsLeft = 200;
    private int nextId;

    private static final class Publisher {
        private final String src;
        private final int skew;
        private long seq;

        private Publisher(String src, int skew) {
            this.src = src;
            this.skew = skew;
        }
    }

    /** @param repeated whether the insert fails at first; when it is sent again, it gets the time of then */
    private record CommitPlan(boolean repeated, int millis) {}

    /** @param later whether only a later version of the library can read it */
    record Document(List<StoredEvent> events, boolean later) {

        Instant ts() {
            return events.get(0).ts();
        }

        /** The events as the present version of the library reads them. */
        Document unread() {
            return new Document(
                    events.stream()
                            .map(e -> StoredEvent.unread(e.id(), e.ts(), e.src(), e.seq(), e.settled(), LATER_VERSION))
                            .toList(),
                    true);
        }

        private Document at(Instant ts) {
            return new Document(events.stream().map(event -> at(ts, event)).toList(), later);
        }

        private static StoredEvent at(Instant ts, StoredEvent e) {
            return new StoredEvent(
                    e.id(), ts, e.src(), e.seq(), e.topic(), e.args(), e.exact(), e.headers(), e.key(), e.settled(), 0);
        }
    }

    private record Write(Document document, Publisher publisher, Instant commitAt, boolean repeated) {

        Document performed(Instant now) {
            return repeated ? document.at(now.plusMillis(publisher.skew).truncatedTo(ChronoUnit.MILLIS)) : document;
        }

        private StoredEvent first() {
            return document.events().get(0);
        }
    }

    ModelPublishers(Random random, FakeTime time) {
        this.random = random;
        this.time = time;
        heavy = random.nextInt(3) == 0;
        for (int i = 0; i < 3; i++) {
            publishers.add(publisher());
        }
        publishers.add(new Publisher("own", 0));
    }

    private Publisher publisher() {
        return new Publisher("p" + nextId++, random.nextInt(2 * SKEW_MILLIS) - SKEW_MILLIS);
    }

    void replaceOne() {
        publishers.set(random.nextInt(3), publisher());
    }

    boolean areAwake() {
        return eventsLeft > 0;
    }

    boolean areDone() {
        return !areAwake() && pending.isEmpty();
    }

    /** Triggers some events. Those of one publisher go in one insert, whose first document tells what is settled. */
    List<Document> trigger() {
        List<Document> documents = new ArrayList<>();
        Map<Publisher, CommitPlan> inserts = new HashMap<>();
        for (int i = random.nextInt(5); i >= 0; i--) {
            Publisher publisher = publishers.get(random.nextInt(publishers.size()));
            if (random.nextInt(6) == 0) {
                documents.add(write(publisher, 0, StoredEvent.SETTLED_UNKNOWN, plan(3)));
            } else if (publisher.seq - settled(publisher) < WINDOW) {
                if (random.nextInt(40) == 0) {
                    publisher.seq++; // never stored: its server gave the number up without a report
                }
                long settled = inserts.containsKey(publisher) ? StoredEvent.SETTLED_UNKNOWN : settled(publisher);
                CommitPlan plan = inserts.computeIfAbsent(publisher, key -> plan(15));
                int count = random.nextInt(4) == 0 ? 1 + random.nextInt(MOST_PACKED) : 1;
                documents.add(write(publisher, count, settled, plan));
            }
        }
        return documents;
    }

    private CommitPlan plan(int oneInSoManyIsSlow) {
        boolean again = oneInSoManyIsSlow > 3 && random.nextInt(40) == 0;
        boolean slow = random.nextInt(oneInSoManyIsSlow) == 0;
        return new CommitPlan(again, random.nextInt(again ? LATEST_REPEAT_MILLIS : slow ? LATEST_COMMIT_MILLIS : 1));
    }

    /** @param numbers how many events the document holds; 0 for one without a number */
    private Document write(Publisher publisher, int numbers, long settled, CommitPlan plan) {
        String id = "id" + nextId++;
        Instant ts = time.now().plusMillis(numbers == 0 ? 0 : publisher.skew).truncatedTo(ChronoUnit.MILLIS);
        List<StoredEvent> events = new ArrayList<>();
        if (numbers == 0) {
            events.add(event(id, ts, null, 0, settled));
        }
        for (int i = 0; i < numbers; i++) {
            String place = numbers == 1 ? id : id + "." + i;
            events.add(
                    event(place, ts, publisher.src, ++publisher.seq, i == 0 ? settled : StoredEvent.SETTLED_UNKNOWN));
        }
        eventsLeft -= events.size();
        boolean later = numbers > 0 && !publisher.src.equals("own") && random.nextInt(15) == 0;
        var document = new Document(events, later);
        int apart = plan.millis() == 0 ? 0 : random.nextInt(APART_MILLIS);
        pending.add(new Write(document, publisher, time.now().plusMillis(plan.millis() + apart), plan.repeated()));
        return document;
    }

    private StoredEvent event(String id, Instant ts, String src, long seq, long settled) {
        boolean filler = src != null && random.nextInt(20) == 0;
        String args = heavy && random.nextInt(3) == 0 ? HEAVY : "[]";
        return new StoredEvent(id, ts, src, seq, filler ? "" : "topic", args, true, null).withSettled(settled);
    }

    /** Up to which number every insert of the publisher has its outcome. */
    private long settled(Publisher publisher) {
        return pending.stream()
                        .filter(write -> publisher.src.equals(write.first().src()))
                        .mapToLong(write -> write.first().seq())
                        .min()
                        .orElse(publisher.seq + 1)
                - 1;
    }

    void commitWhatIsDue(Consumer<Document> table) {
        for (Write write : List.copyOf(pending)) {
            if (!write.commitAt().isAfter(time.now())) {
                pending.remove(write);
                Document performed = write.performed(time.now());
                if (write.repeated()) {
                    performed.events().forEach(event -> repeated.add(event.id()));
                }
                table.accept(performed);
            }
        }
    }
}
