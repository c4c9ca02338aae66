package io.github.rethinkemitter.internal.rethink;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Puts frames together from what comes, however torn. Used by one thread at a time, not always the same.
 *
 * <pre>
 * frame = token: 8 bytes, little endian; length: 4 bytes, little endian; JSON
 * </pre>
 */
final class FrameInput {

    private static final int HEADER = 12;

    // Nearly all frames fit; the room for a larger one is given up after it.
    private static final int ROOM = 1 << 16;

    private final LinkSocket socket;
    private final ByteBuffer header = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
    private final byte[] room = new byte[ROOM];
    private byte[] json = room;
    private int length = -1; // of the JSON; -1 while the header is read
    private int at; // how much of the header, or of the JSON, is there

    FrameInput(LinkSocket socket) {
        this.socket = socket;
    }

    /** What reading once came to. */
    enum Came {
        NOTHING,
        BYTES,
        /** The last byte of a frame. */
        FRAME
    }

    /** Reads until a frame is whole, or nothing more is there, which is waited for as long as said. */
    Came read(int millis) throws IOException {
        try {
            while (true) {
                int n = length < 0
                        ? socket.readSome(header.array(), at, HEADER - at, millis)
                        : socket.readSome(json, at, length - at, millis);
                at += n;
                if (length < 0 && at == HEADER) {
                    begin(header.getInt(Long.BYTES));
                }
                if (at == length) {
                    return Came.FRAME;
                }
                if (!socket.hasMore()) {
                    return Came.BYTES;
                }
            }
        } catch (SocketTimeoutException e) {
            return Came.NOTHING;
        }
    }

    private void begin(int size) throws IOException {
        if (size < 0) {
            throw new IOException("a frame of impossible length " + size);
        }
        length = size;
        at = 0;
        json = size <= ROOM ? room : new byte[size];
    }

    long token() {
        return header.getLong(0);
    }

    /** The JSON of the frame, at its beginning; used again for the next one. */
    byte[] json() {
        return json;
    }

    int length() {
        return length;
    }

    /** The frame was looked at: the next one begins. */
    void done() {
        length = -1;
        at = 0;
        json = room;
    }
}
