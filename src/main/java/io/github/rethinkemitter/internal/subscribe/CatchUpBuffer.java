package io.github.rethinkemitter.internal.subscribe;

import io.github.rethinkemitter.internal.flow.FeedItem;
import io.github.rethinkemitter.internal.flow.StoredEvent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The events that come before a feed is ready: stored events in no order, and live ones among them. */
final class CatchUpBuffer {

    private final SliceBuffer stored;
    private final BufferLimit liveLimit;
    private List<StoredEvent> live = new ArrayList<>();
    private long liveWeight;

    CatchUpBuffer(SliceBuffer stored, BufferLimit liveLimit) {
        this.stored = stored;
        this.liveLimit = liveLimit;
    }

    /** Holds an event; false when the item is none. */
    boolean take(@Nullable FeedItem item) {
        if (item instanceof FeedItem.Initial initial) {
            stored.add(initial.event());
        } else if (item instanceof FeedItem.Live event) {
            live.add(event.event());
            liveWeight += event.event().weight();
        } else {
            return false;
        }
        return true;
    }

    /** Whether more events came than may be held. */
    boolean isOverfull() {
        return stored.isCut() || liveLimit.fill(live.size(), liveWeight) > 1;
    }

    /** Whether the events that are held should be handed out now. */
    boolean isFull() {
        return stored.isFull() || liveLimit.fill(live.size(), liveWeight) >= 1;
    }

    /** The stored events in order; none of them is held afterwards. */
    List<StoredEvent> takeStored() {
        return stored.take();
    }

    /** The live events in the order of their arrival; none of them is held afterwards. */
    List<StoredEvent> takeLive() {
        List<StoredEvent> all = live;
        live = new ArrayList<>();
        liveWeight = 0;
        return all;
    }
}
