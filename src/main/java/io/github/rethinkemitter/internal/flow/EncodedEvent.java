package io.github.rethinkemitter.internal.flow;

import org.jspecify.annotations.Nullable;

/**
 * What an event says, encoded when it was triggered.
 *
 * @param args JSON array {@code [topic, payload…]} as the database can hold it
 * @param raw the same array exactly, when {@code args} had to lose something; else null
 * @param headers JSON object of texts, or null for none
 */
public record EncodedEvent(
        Topic topic,
        String args,
        @Nullable String raw,
        @Nullable String headers) {

    /** How many characters of JSON it brings to an insert. */
    public int size() {
        return args.length() + (raw == null ? 0 : raw.length()) + (headers == null ? 0 : headers.length());
    }
}
