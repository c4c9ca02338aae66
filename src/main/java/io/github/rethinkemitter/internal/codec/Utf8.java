package io.github.rethinkemitter.internal.codec;

/** The length of texts in UTF-8. */
final class Utf8 {

    private Utf8() {}

    /** The bytes of a text from an index on. */
    static long length(CharSequence text, int from) {
        long bytes = 0;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            // A surrogate pair has four bytes: two for each half.
            bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
        }
        return bytes;
    }
}
