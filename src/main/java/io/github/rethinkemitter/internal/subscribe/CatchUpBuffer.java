package io.github.rethinkemitter.internal.subscribe;

import io.github.rethinkemitter.internal.flow.FeedItem;
import io.github.rethinkemitter.internal.flow.StoredEvent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What comes before a feed is ready: stored events in no order, and live ones among them, which are held back. */
final class CatchUpBuffer {

    private final SliceBuffer stored;
    private final BufferLimit room;
    private List<StoredEvent> live = new ArrayList<>();
    private long weight; // of the live ones

    /** @param room for the live ones */
    CatchUpBuffer(SliceBuffer stored, BufferLimit room) {
        this.stored = stored;
        this.room = room;
    }

    /** Holds an event; false when the item is none. */
    boolean take(@Nullable FeedItem item) {
        if (item instanceof FeedItem.Initial initial) {
            stored.add(initial.event());
        } else if (item instanceof FeedItem.Live event) {
            live.add(event.event());
            weight += BufferLimit.weight(event.event());
        } else {
            return false;
        }
        return true;
    }

    /** Whether more came than may be held. */
    boolean isBeyond() {
        return stored.isCut() || room.filledBy(live.size(), weight) > 1;
    }

    /** Whether what is held should go on now. */
    boolean isFull() {
        return stored.isFull() || room.filledBy(live.size(), weight) >= 1;
    }

    /** The stored events in order; none of them is held afterwards. */
    List<StoredEvent> stored() {
        return stored.take();
    }

    /** The live events in the order of their arrival; none of them is held afterwards. */
    List<StoredEvent> live() {
        List<StoredEvent> all = live;
        live = new ArrayList<>();
        weight = 0;
        return all;
    }
}
