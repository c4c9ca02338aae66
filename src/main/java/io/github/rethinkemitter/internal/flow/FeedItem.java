package io.github.rethinkemitter.internal.flow;

import java.io.IOException;
import java.time.Instant;

/** What comes through a feed. After {@link Ended} nothing does. */
public sealed interface FeedItem {

    /** An event that was in the table when the feed was opened; these come in no order. */
    record Initial(StoredEvent event) implements FeedItem {}

    /** An event that was stored while the feed was open. */
    record Live(StoredEvent event) implements FeedItem {}

    /** The database has sent all that was in the table and confirms the subscription. {@link Proven} is next. */
    record Ready() implements FeedItem {}

    /**
     * All that is in the table and older than this has come. Only what is committed so late that its time was older already
     * may still come.
     */
    record Proven(Instant upTo) implements FeedItem {}

    /** The feed is open, and has not brought what it should have. Nothing proves what it brings from now on. */
    record Deaf(String message) implements FeedItem {}

    /** The database dropped what it had queued for this feed, because it was read too slowly. */
    record Overflowed(String message) implements FeedItem {}

    /** A document that is no event. */
    record Malformed(String id, String problem) implements FeedItem {}

    /** The feed is over: aborted, closed or cut off. */
    record Ended(IOException cause) implements FeedItem {}
}
