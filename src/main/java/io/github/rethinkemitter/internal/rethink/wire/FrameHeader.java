package io.github.rethinkemitter.internal.rethink.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What stands before the JSON of every query and answer.
 *
 * <pre>
 * frame = token: 8 bytes, little endian; length: 4 bytes, little endian; JSON: length bytes
 * </pre>
 *
 * @param token of the query; its answers have the same
 */
record FrameHeader(long token, int length) {

    static final int BYTES = Long.BYTES + Integer.BYTES;

    // No answer of RethinkDB is larger, and nothing that is should be held.
    private static final int LARGEST = 1 << 28;

    /** Reads the header of an answer; an answer that is too large to be held is refused. */
    static FrameHeader read(byte[] bytes) throws IOException {
        ByteBuffer fields = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        var header = new FrameHeader(fields.getLong(), fields.getInt());
        header.check();
        return header;
    }

    void writeTo(byte[] frame) {
        ByteBuffer.wrap(frame).order(ByteOrder.LITTLE_ENDIAN).putLong(token).putInt(length);
    }

    private void check() throws IOException {
        if (length < 0 || length > LARGEST) {
            throw new IOException("it announces an answer of " + Integer.toUnsignedString(length) + " bytes");
        }
        if (length > Runtime.getRuntime().maxMemory() / 3) {
            throw new IOException("it announces an answer of " + length + " bytes, which is more than a third of this"
                    + " JVM's memory: raise -Xmx if documents are that large");
        }
    }
}
