package io.github.rethinkemitter.internal.codec;

import java.io.Writer;

/** Collects what JSON-B writes, and stops it when that gets too long, before the memory is gone. */
final class BoundedWriter extends Writer {

    private static final int USUAL = 256; // characters

    private final StringBuilder text = new StringBuilder(USUAL);
    private final int limit;
    private boolean full;

    BoundedWriter(int limit) {
        this.limit = limit;
    }

    /** Whether more was written than there is room for: an exception out of JSON-B is then ours. */
    boolean isFull() {
        return full;
    }

    @Override
    public void write(char[] chars, int from, int length) {
        // JSON-B writes the end of what it began even after a failure.
        if (full || text.length() + length > limit) {
            full = true;
            throw new IllegalStateException("longer than " + limit);
        }
        text.append(chars, from, length);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}

    @Override
    public String toString() {
        return text.toString();
    }
}
