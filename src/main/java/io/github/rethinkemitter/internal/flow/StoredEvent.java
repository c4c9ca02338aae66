package io.github.rethinkemitter.internal.flow;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event as the table has it.
 *
 * @param id primary key; its JSON when another writer chose one that is not a text
 * @param ts the server's clock when the insert began, in milliseconds
 * @param src the publisher instance; null when another library wrote the event
 * @param seq its counter; 0 when another library wrote the event
 * @param topic empty when there is no event for observers, but only a place in its publisher's sequence
 * @param args JSON array {@code [topic, payload…]}
 * @param exact whether {@code args} is the publisher's own text, to be taken literally; if not, it may contain the database's
 *     pseudo types (times, binaries)
 * @param headers JSON object of texts; null for none
 * @param key what an {@link EventKey} allows; null for none
 * @param settled every number of its publisher up to this one has its outcome: those of these numbers that are not in the
 *     table never will be; {@link #SETTLED_UNKNOWN} when the document does not say
 * @param laterVersion the version of the document's format, when this library does not know it and cannot read the event; else 0
 */
public record StoredEvent(
        String id,
        Instant ts,
        @Nullable String src,
        long seq,
        String topic,
        String args,
        boolean exact,
        @Nullable String headers,
        @Nullable String key,
        long settled,
        long laterVersion) {

    // Id, publisher, topic, time, and the objects around all of them.
    private static final long OBJECTS = 256;

    /** The document does not say up to which number its publisher is done; only the first document of an insert does. */
    public static final long SETTLED_UNKNOWN = -1;

    /** An event without a key, whose document does not say up to which number its publisher is done. */
    public StoredEvent(
            String id,
            Instant ts,
            @Nullable String src,
            long seq,
            String topic,
            String args,
            boolean exact,
            @Nullable String headers) {
        this(id, ts, src, seq, topic, args, exact, headers, null, SETTLED_UNKNOWN, 0);
    }

    /** The same event, whose document says up to which number its publisher is done. */
    public StoredEvent withSettled(long upTo) {
        return new StoredEvent(id, ts, src, seq, topic, args, exact, headers, key, upTo, laterVersion);
    }

    /** The same event, with a key. */
    public StoredEvent withKey(String some) {
        return new StoredEvent(id, ts, src, seq, topic, args, exact, headers, some, settled, laterVersion);
    }

    /** The place of an event that was refused, or cannot be read. */
    public static StoredEvent unread(
            String id, Instant ts, @Nullable String src, long seq, long settled, long laterVersion) {
        return new StoredEvent(id, ts, src, seq, "", EncodedEvent.NOTHING, false, null, null, settled, laterVersion);
    }

    /** About how many bytes it takes in memory, counting a character as one. */
    public long weight() {
        return OBJECTS + args.length() + (headers == null ? 0 : headers.length()) + (key == null ? 0 : key.length());
    }

    /** Whether its publisher numbers its events, so that their order and missing ones can be seen. */
    public boolean isSequenced() {
        return src != null;
    }

    /** Whether it only fills a place in its publisher's sequence, so that no observer is to see it. */
    public boolean isFiller() {
        return topic.isEmpty();
    }

    /** Whether its document is of a later version, so that only a newer version of this library can read it. */
    public boolean isOfLaterVersion() {
        return laterVersion > 0;
    }
}
