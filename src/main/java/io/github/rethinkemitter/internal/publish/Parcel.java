package io.github.rethinkemitter.internal.publish;

import io.github.rethinkemitter.internal.flow.Batch;
import io.github.rethinkemitter.internal.flow.Draft;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Numbered events that go as one insert, and with the same ids again until their outcome is known.
 *
 * @param repeated whether it went before
 * @param doubtful whether an earlier insert of it may have been performed
 */
record Parcel(List<Item> items, boolean repeated, boolean doubtful) {

    /**
     * One document.
     *
     * @param event null for a filler, for which nobody waits
     */
    record Item(Draft draft, @Nullable Pending event) {}

    static Parcel of(List<Item> items) {
        return new Parcel(List.copyOf(items), false, false);
    }

    Batch batch() {
        return new Batch(items.stream().map(Item::draft).toList());
    }

    long firstSeq() {
        return items.get(0).draft().seq();
    }

    Parcel again(boolean inDoubt) {
        return new Parcel(items, true, doubtful || inDoubt);
    }

    /** Two smaller ones, of which at most one has what was bad if there was one bad item. */
    List<Parcel> halves() {
        int middle = items.size() / 2;
        return List.of(
                new Parcel(items.subList(0, middle), true, doubtful),
                new Parcel(items.subList(middle, items.size()), true, doubtful));
    }
}
