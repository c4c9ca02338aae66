package io.github.rethinkemitter.internal.codec;

import java.io.Writer;

/**
 * Collects the text that JSON-B writes. Stops JSON-B with an exception when the text gets too long, before it fills the
 * memory.
 */
final class BoundedWriter extends Writer {

    private static final int INITIAL_CAPACITY = 256; // characters

    private final StringBuilder text = new StringBuilder(INITIAL_CAPACITY);
    private final int limit;
    private boolean full;

    BoundedWriter(int limit) {
        this.limit = limit;
    }

    /** Whether the text got too long. If so, an exception from JSON-B is this writer's own. */
    boolean isFull() {
        return full;
    }

    @Override
    public void write(char[] chars, int from, int length) {
        // After an exception JSON-B still writes the ends of the objects that it has begun.
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
