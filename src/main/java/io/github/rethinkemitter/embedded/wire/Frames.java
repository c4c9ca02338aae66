package io.github.rethinkemitter.embedded.wire;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** Reads and writes {@link QueryFrame}s. */
public final class Frames {
    static final int MAX_QUERY = 128 * 1024 * 1024;
    private static final int HARD_LIMIT = 1024 * 1024 * 1024;
    private static final int HEADER = 12;

    private Frames() {}

    /** Reads the next frame, or returns null when the peer has closed the connection between two frames. */
    public static @Nullable QueryFrame read(DataInputStream in) throws IOException {
        byte[] header = new byte[HEADER];
        try {
            in.readFully(header);
        } catch (EOFException end) {
            return null;
        }
        ByteBuffer fields = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN);
        long token = fields.getLong();
        long size = Integer.toUnsignedLong(fields.getInt());
        if (size >= MAX_QUERY) {
            // The query is read and ignored: a socket that is closed with unread bytes may lose the reply.
            if (size < HARD_LIMIT) {
                in.skipNBytes(size);
            }
            throw new FrameTooLargeException(token, size);
        }
        // The body's buffer grows with the bytes that arrive: a client may announce more bytes than there is memory.
        byte[] body = in.readNBytes((int) size);
        if (body.length < size) {
            throw new EOFException();
        }
        return new QueryFrame(token, body);
    }

    /** Writes a frame in one piece and flushes it. */
    public static void write(OutputStream out, QueryFrame frame) throws IOException {
        out.write(bytes(frame));
        out.flush();
    }

    /** Writes only the first half of a frame, as a server that dies while it sends a reply. */
    public static void writeHalf(OutputStream out, QueryFrame frame) throws IOException {
        byte[] whole = bytes(frame);
        out.write(whole, 0, HEADER + (whole.length - HEADER) / 2);
        out.flush();
    }

    private static byte[] bytes(QueryFrame frame) {
        return ByteBuffer.allocate(HEADER + frame.body().length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(frame.token())
                .putInt(frame.body().length)
                .put(frame.body())
                .array();
    }
}
