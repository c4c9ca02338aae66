package io.github.rethinkemitter.internal.codec;

import java.io.Reader;

/** Reads a part of a text without copying the part first. */
final class PartReader extends Reader {

    private final String text;
    private final int end;
    private int at;

    PartReader(String text, int from, int to) {
        this.text = text;
        this.at = from;
        this.end = to;
    }

    @Override
    public int read(char[] into, int from, int length) {
        if (at == end && length > 0) {
            return -1;
        }
        int count = Math.min(length, end - at);
        text.getChars(at, at + count, into, from);
        at += count;
        return count;
    }

    @Override
    public void close() {}
}
