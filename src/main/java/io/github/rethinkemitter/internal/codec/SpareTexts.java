package io.github.rethinkemitter.internal.codec;

import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Texts that were written to and may be written to again: to make a new one for each event would take as much memory as
 * the event. Safe for use by many threads. Texts are not kept in the threads, which outlive this library in a server.
 */
final class SpareTexts {

    private static final int TEXTS = 16; // about as many as there are threads that publish at the same moment
    private static final int INITIAL_CAPACITY = 512; // characters
    private static final int LARGEST = 16 * 1024; // characters

    private final AtomicReferenceArray<StringBuilder> spare = new AtomicReferenceArray<>(TEXTS);

    /** An empty text. */
    StringBuilder take() {
        var text = spare.getAndSet(place(), null);
        return text == null ? new StringBuilder(INITIAL_CAPACITY) : text;
    }

    /** The text is not used any more. */
    void giveBack(StringBuilder text) {
        if (text.capacity() <= LARGEST) {
            text.setLength(0);
            spare.set(place(), text);
        }
    }

    private static int place() {
        return (int) (Thread.currentThread().getId() % TEXTS);
    }
}
