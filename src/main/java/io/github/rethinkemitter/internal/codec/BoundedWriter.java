package io.github.rethinkemitter.internal.codec;

import java.io.Writer;

/**
 * Appends what JSON-B writes to a text. Stops JSON-B with an exception when the JSON gets too long, before it fills the
 * memory.
 */
final class BoundedWriter extends Writer {

    private final StringBuilder out;
    private final long end; // the text must not become longer than this
    private boolean full;

    /** @param limit the most characters that the JSON may have */
    BoundedWriter(StringBuilder out, int limit) {
        this.out = out;
        this.end = out.length() + (long) limit;
    }

    /** Whether the JSON got too long. If so, an exception from JSON-B is this writer's own. */
    boolean isFull() {
        return full;
    }

    @Override
    public void write(char[] chars, int from, int length) {
        // After an exception JSON-B still writes the ends of the objects that it has begun.
        if (full || length > end - out.length()) {
            full = true;
            throw new IllegalStateException("the JSON is too long");
        }
        out.append(chars, from, length);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
