package io.github.rethinkemitter.internal.flow;

import org.jspecify.annotations.Nullable;

/** A key that an event may be triggered with: it names what the event belongs to. */
public record EventKey(String text) {

    public static final int MAX_LENGTH = Topic.MAX_LENGTH;

    /** The key of this text. A caller that was compiled without null checks may give null. */
    public static EventKey of(@Nullable String text) {
        if (text == null) {
            throw new IllegalArgumentException("RTH0132 the key is null. Give one of 1 to " + MAX_LENGTH
                    + " characters, or trigger through an emitter without a key");
        }
        return new EventKey(text);
    }

    public EventKey {
        if (!hasAllowedLength(text.length())) {
            throw new IllegalArgumentException("RTH0132 a key has 1 to " + MAX_LENGTH + " characters, this one has "
                    + text.length() + ": \"" + new Excerpt(text) + "\". Choose another key");
        }
        if (!hasAllowedCharacters(text)) {
            throw new IllegalArgumentException("RTH0132 key \"" + new Excerpt(text)
                    + "\" has the character U+0000, or one half of a surrogate pair without the other. Leave it out");
        }
    }

    public static boolean hasAllowedLength(int length) {
        return length > 0 && length <= MAX_LENGTH;
    }

    /** Whether a text that another writer has stored is a key. */
    public static boolean isAllowed(String text) {
        return hasAllowedLength(text.length()) && hasAllowedCharacters(text);
    }

    // The database refuses half a pair, and of a text by which a document is looked up it may use only what is before
    // U+0000.
    private static boolean hasAllowedCharacters(String text) {
        for (int i = 0; i < text.length(); i++) {
            int c = text.codePointAt(i);
            if (c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)) {
                return false;
            }
            i += Character.charCount(c) - 1;
        }
        return true;
    }
}
