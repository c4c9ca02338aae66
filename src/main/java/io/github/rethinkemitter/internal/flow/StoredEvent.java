package io.github.rethinkemitter.internal.flow;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event as it stands in the table.
 *
 * @param id primary key; the JSON of it when another writer chose one that is no text
 * @param ts the server's clock when the insert began, in milliseconds
 * @param src the publisher instance; null when another library wrote the event
 * @param seq its counter; 0 when another library wrote the event
 * @param topic empty when the document only fills a place in its publisher's sequence
 * @param args JSON array {@code [topic, payload…]}
 * @param exact whether {@code args} is the publisher's own text, in which nothing stands for anything else; if not, the
 *     database's pseudo types (times, binaries) may stand in it
 * @param headers JSON object of texts; null for none
 * @param settled every number of its publisher up to this one has its outcome: what of them is not in the table will never
 *     be; {@link #NOT_TOLD} when it does not tell
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
        long settled) {

    // Id, publisher, topic, time, and the objects around all of them.
    private static final long OBJECTS = 256;

    /** Its publisher says so in the first document of an insert. */
    public static final long NOT_TOLD = -1;

    /** One that does not tell how far its publisher is done. */
    public StoredEvent(
            String id,
            Instant ts,
            @Nullable String src,
            long seq,
            String topic,
            String args,
            boolean exact,
            @Nullable String headers) {
        this(id, ts, src, seq, topic, args, exact, headers, NOT_TOLD);
    }

    /** About how many bytes it takes in memory, taking a character for one. */
    public long weight() {
        return OBJECTS + args.length() + (headers == null ? 0 : headers.length());
    }

    /** Whether its publisher numbers its events, so that order and holes can be told. */
    public boolean isSequenced() {
        return src != null;
    }

    /** Whether it only fills a place in its publisher's sequence, whose event was refused. */
    public boolean isFiller() {
        return topic.isEmpty();
    }
}
