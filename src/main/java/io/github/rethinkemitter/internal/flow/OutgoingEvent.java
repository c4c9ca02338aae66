package io.github.rethinkemitter.internal.flow;

import org.jspecify.annotations.Nullable;

/**
 * An event on its way into the table.
 *
 * @param id primary key, chosen by the publisher, so that an insert can be repeated; of an event in a pack, that of the pack, a dot,
 *     and its place in it, from 0
 * @param src the publisher instance
 * @param seq its counter: 1, 2, 3… without holes among stored events
 * @param settled every number of this publisher up to this one has its outcome, and is not repeated any more; null when the
 *     document does not say
 */
public record OutgoingEvent(
        String id,
        String src,
        long seq,
        EncodedEvent content,
        @Nullable Long settled) {

    public OutgoingEvent(String id, String src, long seq, EncodedEvent content) {
        this(id, src, seq, content, null);
    }

    /** The same event, also saying up to which number its publisher is done. */
    public OutgoingEvent settled(long upTo) {
        return new OutgoingEvent(id, src, seq, content, upTo);
    }
}
