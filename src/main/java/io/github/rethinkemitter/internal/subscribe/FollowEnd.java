package io.github.rethinkemitter.internal.subscribe;

import io.github.rethinkemitter.internal.flow.FeedItem;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Why a feed ended. In either case the next feed continues from the position. */
public sealed interface FollowEnd {

    /** Some events of the feed were dropped, on the server or here; the connection is intact. Follow again at once. */
    record Overflow(String message) implements FollowEnd {}

    /** The feed was aborted, or the connection is lost. Follow again after a while. */
    record Lost(IOException cause) implements FollowEnd {}

    /** The end that an item of a feed brings, which is logged; null when the feed continues. */
    static @Nullable FollowEnd of(@Nullable FeedItem item) {
        if (item instanceof FeedItem.Overflowed overflowed) {
            Log.overflow(overflowed.message());
            return new Overflow(overflowed.message());
        }
        if (item instanceof FeedItem.Unreliable unreliable) {
            Log.deaf(unreliable.message());
            return new Overflow(unreliable.message());
        }
        return item instanceof FeedItem.Ended ended ? new Lost(ended.cause()) : null;
    }
}
