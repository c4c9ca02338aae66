package io.github.rethinkemitter.internal.flow;

import org.jspecify.annotations.Nullable;

/**
 * The topic, arguments, headers and key of an event, encoded when it was triggered.
 *
 * @param args JSON array {@code [topic, payload…]} as the database can hold it
 * @param raw the same array exactly, when {@code args} cannot hold all of it; else null
 * @param headers JSON object of texts, or null for none
 * @param key what an {@link EventKey} allows, or null for none
 */
public record EncodedEvent(
        Topic topic,
        String args,
        @Nullable String raw,
        @Nullable String headers,
        @Nullable String key) {

    /** The {@code args} of a document that only fills a place in its publisher's sequence. */
    public static final String NOTHING = "[]";

    /** An event without a key. */
    public EncodedEvent(Topic topic, String args, @Nullable String raw, @Nullable String headers) {
        this(topic, args, raw, headers, null);
    }

    /** The same event, with a key. */
    public EncodedEvent withKey(String some) {
        return new EncodedEvent(topic, args, raw, headers, some);
    }

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
        return args.length() + length(raw) + length(headers) + length(key);
    }

    private static int length(@Nullable String text) {
        return text == null ? 0 : text.length();
    }
}
