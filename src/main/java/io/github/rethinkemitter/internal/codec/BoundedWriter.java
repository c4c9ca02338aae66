package io.github.rethinkemitter.internal.codec;

import java.io.Writer;
import java.util.Arrays;

/** Collects what JSON-B writes, and stops it when that gets too long, before the memory is gone. */
final class BoundedWriter extends Writer {

    private static final int USUAL = 256;

    private char[] text = new char[USUAL];
    private int length;
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
    public void write(char[] chars, int from, int count) {
        // JSON-B writes the end of what it began even after a failure.
        if (full || count > limit - length) {
            full = true;
            throw new IllegalStateException("longer than " + limit);
        }
        if (count > text.length - length) {
            text = Arrays.copyOf(text, Math.max(length + count, (int) Math.min(limit, 2L * text.length)));
        }
        System.arraycopy(chars, from, text, length, count);
        length += count;
    }

    /** How many bytes it has, if there is no doubt that it can be stored as it is; else -1. */
    long certainBytes() {
        return Glance.bytes(text, length);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}

    @Override
    public String toString() {
        return new String(text, 0, length);
    }
}
