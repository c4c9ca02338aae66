package io.github.rethinkemitter.internal.timeline;

import io.github.rethinkemitter.internal.flow.DocumentKey;
import io.github.rethinkemitter.internal.flow.DocumentRange;
import io.github.rethinkemitter.internal.flow.StoredEvent;
import io.github.rethinkemitter.internal.flow.TimelineReader;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A table whose index brings documents of the same time in another order each time. Its ids are numbers. If a test wants it,
 * every fifth call fails.
 */
final class ShuffledTable implements TimelineReader {

    private static final Comparator<DocumentKey> ORDER =
            Comparator.comparing(DocumentKey::ts).thenComparingInt(key -> Integer.parseInt(key.id()));

    final TreeSet<DocumentKey> documents = new TreeSet<>(ORDER);
    private final Map<String, DocumentKey> byId = new HashMap<>();
    final List<Integer> portions = new ArrayList<>();
    final List<Integer> pageSizes = new ArrayList<>();
    final List<DocumentRange> ranges = new ArrayList<>(); // of pages
    int failures;
    int open;
    private int calls;
    Call beforeEachCall = () -> {};
    private final Random random;
    private final boolean failing;

    ShuffledTable(Random random, boolean failing) {
        this.random = random;
        this.failing = failing;
    }

    /** What happens before a call is answered. */
    interface Call {
        void run() throws IOException;
    }

    void add(int id, long millis, long weight) {
        var key = new DocumentKey(Integer.toString(id), Instant.ofEpochMilli(millis), weight);
        documents.add(key);
        byId.put(key.id(), key);
    }

    /** Gives a document another time. */
    void move(int id, long millis) {
        var key = byId.get(Integer.toString(id));
        documents.remove(key);
        add(id, millis, key.weight());
    }

    Instant newest() {
        return documents.last().ts();
    }

    List<String> ids(DocumentRange range) {
        return documents(range).map(DocumentKey::id).toList();
    }

    private Stream<DocumentKey> documents(DocumentRange range) {
        return documents.stream()
                .filter(key -> range.holds(key.ts()) && isBehind(range, key))
                .sorted(order(range));
    }

    private static Comparator<DocumentKey> order(DocumentRange range) {
        return range.newestFirst() ? ORDER.reversed() : ORDER;
    }

    private static boolean isBehind(DocumentRange range, DocumentKey key) {
        var after = range.after();
        if (after == null) {
            return true;
        }
        if (after.id() == null) {
            return range.newestFirst()
                    ? key.ts().isBefore(after.ts())
                    : key.ts().isAfter(after.ts());
        }
        return order(range).compare(key, new DocumentKey(after.id(), after.ts(), 0)) > 0;
    }

    @Override
    public List<DocumentKey> keys(DocumentRange range, int atMost) throws IOException {
        call();
        pageSizes.add(atMost);
        ranges.add(range);
        var all = new ArrayList<>(documents(range).toList());
        Collections.shuffle(all, random);
        Comparator<DocumentKey> byTime = Comparator.comparing(DocumentKey::ts);
        all.sort(range.newestFirst() ? byTime.reversed() : byTime);
        return all.stream().limit(atMost).sorted(order(range)).toList();
    }

    @Override
    public List<DocumentKey> keysAtOneTime(DocumentRange range, int atMost) throws IOException {
        call();
        var after = Objects.requireNonNull(range.after());
        return documents.stream()
                .filter(key -> key.ts().equals(after.ts()) && (after.id() == null || isBehind(range, key)))
                .sorted(order(range))
                .limit(atMost)
                .toList();
    }

    @Override
    public List<StoredEvent> events(List<DocumentKey> keys, boolean newestFirst) throws IOException {
        call();
        portions.add(keys.size());
        return keys.stream()
                .map(key -> byId.get(key.id()))
                .sorted(newestFirst ? ORDER.reversed() : ORDER)
                .map(key -> new StoredEvent(key.id(), key.ts(), null, 0, "t", "[\"t\"]", false, null))
                .toList();
    }

    private void call() throws IOException {
        beforeEachCall.run();
        calls++;
        if (failing && calls % 5 == 0) {
            failures++;
            throw new IOException("on purpose");
        }
    }

    @Override
    public long count(Instant from, Instant to) throws IOException {
        call();
        return documents.size();
    }

    @Override
    public void close() {
        open--;
    }
}
