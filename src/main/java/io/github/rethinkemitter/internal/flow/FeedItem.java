package io.github.rethinkemitter.internal.flow;

import java.io.IOException;
import java.time.Instant;

/** What a feed brings. {@link Ended} is its last item. */
public sealed interface FeedItem {

    /** An event that was in the table when the feed was opened; these come in no order. */
    record Initial(StoredEvent event) implements FeedItem {}

    /** An event that was stored while the feed was open. */
    record Live(StoredEvent event) implements FeedItem {}

    /** The database has sent all that was in the table and confirms the subscription. {@link Proven} is next. */
    record Ready() implements FeedItem {}

    /**
     * The feed has brought every event of the table that is older than this. Only an event that is committed later than that,
     * with an older time, may still follow.
     *
     * @param now the database's present time
     */
    record Proven(Instant upTo, Instant now) implements FeedItem {}

    /** The feed is open but has not brought what it should have: what it brings from now on may have holes. */
    record Unreliable(String message) implements FeedItem {}

    /** The database dropped events that it had queued for this feed, because the feed was read too slowly. */
    record Overflowed(String message) implements FeedItem {}

    /** A document that is no event. */
    record Malformed(String id, String problem) implements FeedItem {}

    /** The feed has ended: it was aborted or closed, or the connection was cut off. */
    record Ended(IOException cause) implements FeedItem {}
}
