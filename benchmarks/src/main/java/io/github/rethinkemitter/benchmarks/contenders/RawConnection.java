package io.github.rethinkemitter.benchmarks.contenders;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A connection without a driver. Only one thread may read: the connection reuses its buffers.
 *
 * <pre>
 * login = 0x400c2d20, length of the password, password, 0x7e6970c7      32 bits each, little endian; the answer ends with a byte 0
 * frame = token: 64 bits, length: 32 bits, JSON
 * </pre>
 */
final class RawConnection implements Closeable {

    static final int HEADER = 12;

    private static final int VERSION_0_4 = 0x400c2d20;
    private static final int JSON = 0x7e6970c7;

    private final Socket socket;
    private final InputStream in;
    private final ByteBuffer header = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
    private byte[] frame = new byte[1 << 20];

    RawConnection(URI server) throws IOException {
        socket = new Socket(server.getHost(), server.getPort());
        socket.setTcpNoDelay(true);
        in = socket.getInputStream();
        String user = server.getUserInfo();
        byte[] password =
                (user == null || user.indexOf(':') < 0 ? "" : user.substring(user.indexOf(':') + 1)).getBytes(US_ASCII);
        socket.getOutputStream()
                .write(ByteBuffer.allocate(HEADER + password.length)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putInt(VERSION_0_4)
                        .putInt(password.length)
                        .put(password)
                        .putInt(JSON)
                        .array());
        var answer = new StringBuilder();
        for (int c = in.read(); c > 0; c = in.read()) {
            answer.append((char) c);
        }
        if (!answer.toString().equals("SUCCESS")) {
            throw new IOException(answer.toString());
        }
    }

    void send(long token, String query) throws IOException {
        byte[] json = query.getBytes(US_ASCII);
        byte[] whole = new byte[HEADER + json.length];
        System.arraycopy(json, 0, whole, HEADER, json.length);
        send(token, whole, whole.length);
    }

    /** Sends a query that begins after {@link #HEADER} bytes of the array, into which the header is written. */
    void send(long token, byte[] query, int length) throws IOException {
        ByteBuffer.wrap(query).order(ByteOrder.LITTLE_ENDIAN).putLong(token).putInt(length - HEADER);
        socket.getOutputStream().write(query, 0, length);
    }

    /** Reads a frame and returns its length. {@link #frame} has its bytes until the next call. */
    int read() throws IOException {
        fill(header.array(), HEADER);
        int length = header.getInt(8);
        if (length > frame.length) {
            frame = new byte[Integer.highestOneBit(length) * 2];
        }
        fill(frame, length);
        return length;
    }

    byte[] frame() {
        return frame;
    }

    String text(int length) {
        return new String(frame, 0, length, US_ASCII);
    }

    /** Whether a frame contains the text. */
    static boolean has(byte[] frame, int length, byte[] text) {
        return find(frame, 0, length, text) >= 0;
    }

    /** The index at which the text begins, or -1. The loop compares only the first byte until that matches. */
    static int find(byte[] frame, int from, int length, byte[] text) {
        for (int at = from; at <= length - text.length; at++) {
            if (frame[at] == text[0] && isAt(frame, at, text)) {
                return at;
            }
        }
        return -1;
    }

    /** Whether the text begins at this index. */
    static boolean isAt(byte[] frame, int at, byte[] text) {
        return Arrays.equals(frame, at, at + text.length, text, 0, text.length);
    }

    private void fill(byte[] into, int length) throws IOException {
        if (in.readNBytes(into, 0, length) < length) {
            throw new EOFException("the server closed the connection");
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
