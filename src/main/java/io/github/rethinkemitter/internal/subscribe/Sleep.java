package io.github.rethinkemitter.internal.subscribe;

import io.github.rethinkemitter.internal.flow.Feed;
import io.github.rethinkemitter.internal.flow.FeedItem;

/** What goes on while the subscriber sleeps: events in their turn go to the sink, as long as that has room. */
final class Sleep implements Feed.Taker {

    private final OrderedOutlet outlet;
    private final Progress reached;
    private boolean taken;

    Sleep(OrderedOutlet outlet, Progress reached) {
        this.outlet = outlet;
        this.reached = reached;
    }

    @Override
    public boolean takes(FeedItem item) {
        if (item instanceof FeedItem.Live live && outlet.handsOutAtOnce(live.event(), reached)) {
            taken = true;
            return true;
        }
        return false;
    }

    @Override
    public void flush() {
        outlet.flush();
    }

    /** Whether anything was taken since this was last asked. */
    boolean hasTaken() {
        boolean any = taken;
        taken = false;
        return any;
    }
}
