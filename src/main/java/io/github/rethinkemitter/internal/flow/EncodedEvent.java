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

    /** The {@code args} of a document that only fills a place in its publisher's sequence. */
    public static final String NOTHING = "[]";

    /** Whether it only fills a place in its publisher's sequence. */
    public boolean isNothing() {
        return args.equals(NOTHING);
    }

    /** The JSON array {@code [topic, payload…]} exactly. */
    public String exactText() {
        return raw == null ? args : raw;
    }

    /** How many characters of JSON it adds to an insert. */
    public int size() {
        return args.length() + (raw == null ? 0 : raw.length()) + (headers == null ? 0 : headers.length());
    }
}
