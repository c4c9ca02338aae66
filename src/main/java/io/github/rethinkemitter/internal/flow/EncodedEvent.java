package io.github.rethinkemitter.internal.flow;

import org.jspecify.annotations.Nullable;

/**
 * The topic, arguments and headers of an event, encoded when it was triggered.
 *
 * @param args JSON array {@code [topic, payload…]} as the database can hold it
 * @param raw the same array exactly, when {@code args} cannot hold all of it; else null
 * @param headers JSON object of texts, or null for none
 */
public record EncodedEvent(
        Topic topic,
        String args,
        @Nullable String raw,
        @Nullable String headers) {

    /** How many characters of JSON it adds to an insert. */
    public int size() {
        return args.length() + (raw == null ? 0 : raw.length()) + (headers == null ? 0 : headers.length());
    }
}
