package io.github.rethinkemitter.internal.subscribe;

import io.github.rethinkemitter.internal.flow.FeedItem;
import io.github.rethinkemitter.internal.flow.Stored;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What comes before a feed is ready: stored events in no order, and live ones among them, which are held back. */
final class CatchUp {

    private final Sieve stored;
    private final int limit;
    private final List<Stored> live = new ArrayList<>();

    CatchUp(Sieve stored, int limit) {
        this.stored = stored;
        this.limit = limit;
    }

    /** Holds an event; false when the item is none. */
    boolean take(@Nullable FeedItem item) {
        if (item instanceof FeedItem.Initial initial) {
            stored.add(initial.event());
        } else if (item instanceof FeedItem.Live event) {
            live.add(event.event());
        } else {
            return false;
        }
        return true;
    }

    /** Whether more came than may be held. */
    boolean isBeyond() {
        return stored.isCut() || live.size() > limit;
    }

    /** Whether what is held should go on now. */
    boolean isFull() {
        return stored.isFull() || live.size() >= limit;
    }

    /** The stored events in order; none of them is held afterwards. */
    List<Stored> stored() {
        return stored.take();
    }

    /** The live events in the order of their arrival; none of them is held afterwards. */
    List<Stored> live() {
        var all = List.copyOf(live);
        live.clear();
        return all;
    }
}
