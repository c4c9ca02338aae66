package io.github.rethinkemitter.embedded.reql;

import io.github.rethinkemitter.embedded.data.Change;
import io.github.rethinkemitter.embedded.data.Datum;
import io.github.rethinkemitter.embedded.data.Obj;
import io.github.rethinkemitter.embedded.data.Ordering;
import io.github.rethinkemitter.embedded.data.Range;
import io.github.rethinkemitter.embedded.data.StoreKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The documents of an {@code orderBy.limit} changefeed in the order of the index: finds how a change alters the first of
 * them.
 */
final class Ranking {
    /**
     * The place of a document in the order.
     *
     * @param value the document's value in the index
     * @param key the document's primary key, which orders documents of the same value
     */
    private record Rank(Datum value, StoreKey key) {
        boolean same(Rank other) {
            return key.compareTo(other.key) == 0 && value.same(other.value);
        }
    }

    private record Ranked(Rank rank, Datum shown) {
        boolean isIn(List<Ranked> others) {
            return others.stream().anyMatch(other -> rank.same(other.rank) && shown.same(other.shown));
        }
    }

    private static final Comparator<Rank> UPWARDS = (one, other) -> {
        int values = Ordering.compare(one.value, other.value);
        return values != 0 ? values : one.key.compareTo(other.key);
    };

    private final FeedScope scope;
    private final int count;
    private final NavigableMap<Rank, Datum> all;

    Ranking(FeedScope scope, FeedScope.Top top) {
        this.scope = scope;
        this.count = top.count();
        this.all = new TreeMap<>(top.descending() ? UPWARDS.reversed() : UPWARDS);
    }

    void fill() {
        String primary = scope.table().table().primaryKey();
        scope.stored().forEach(document -> put(StoreKey.of(Fields.get(document, primary)), document));
    }

    /** What the changefeed shows of the first documents, in their order. */
    List<Datum> shown() {
        return first().stream().map(Ranked::shown).toList();
    }

    private List<Ranked> first() {
        return all.entrySet().stream()
                .limit(count)
                .map(entry -> new Ranked(entry.getKey(), entry.getValue()))
                .toList();
    }

    /** How a change of a document alters the first documents: a document may leave, and another may take its place. */
    List<FeedScope.VisibleChange> apply(Change change) {
        List<Ranked> before = first();
        Obj old = change.before();
        if (old != null) {
            ranks(change.key(), old).forEach(all::remove);
        }
        put(change.key(), change.after());
        List<Ranked> after = first();
        List<Integer> left = placesOfNew(before, after);
        List<Integer> came = placesOfNew(after, before);
        List<FeedScope.VisibleChange> changes = new ArrayList<>();
        for (int i = 0; i < Math.max(left.size(), came.size()); i++) {
            int from = i < left.size() ? left.get(i) : -1;
            int to = i < came.size() ? came.get(i) : -1;
            changes.add(new FeedScope.VisibleChange(
                    from < 0 ? null : before.get(from).shown(),
                    to < 0 ? null : after.get(to).shown(),
                    from,
                    to));
        }
        return changes;
    }

    /** The places of those documents that are not among the others. */
    private static List<Integer> placesOfNew(List<Ranked> of, List<Ranked> others) {
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < of.size(); i++) {
            if (!of.get(i).isIn(others)) {
                places.add(i);
            }
        }
        return places;
    }

    private void put(StoreKey key, @Nullable Obj document) {
        Datum shown = document == null ? null : scope.shown(document);
        if (document != null && shown != null) {
            ranks(key, document).forEach(rank -> all.put(rank, shown));
        }
    }

    private List<Rank> ranks(StoreKey key, Obj document) {
        Range range = scope.ranges().get(0);
        String index = range.index();
        List<Datum> values = index == null
                ? List.of(Fields.get(document, scope.table().table().primaryKey()))
                : scope.table().table().index(index).values(document);
        return values.stream()
                .filter(range::contains)
                .map(value -> new Rank(value, key))
                .toList();
    }
}
