package io.github.rethinkemitter.support.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.rethinkemitter.support.TimeLimit;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A socket to a RethinkDB server that reads and writes frames. Every read has a time limit.
 *
 * <pre>
 * handshake = magic:int32le text 0x00, then texts in both directions, each ended by 0x00
 * frame     = token:int64le length:int32le text{length}
 * </pre>
 */
public final class RawSocket implements Closeable {

    /** A frame of a query or of a reply. */
    public record Frame(long token, String text) {}

    private final Socket socket = new Socket();
    private final InputStream in;

    /** Connects, without any handshake. */
    public RawSocket(InetSocketAddress server, TimeLimit limit) throws IOException {
        try {
            socket.connect(server, limit.millisLeft());
            socket.setTcpNoDelay(true);
            in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** Sends bytes as they are. */
    public void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    /** Sends the number that begins a handshake. */
    public void sendMagic(int magic) throws IOException {
        send(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(magic).array());
    }

    /** Sends a text and the byte 0 that ends it. */
    public void sendText(String text) throws IOException {
        send((text + '\0').getBytes(UTF_8));
    }

    /** Sends a frame. */
    public void send(Frame frame) throws IOException {
        byte[] text = frame.text().getBytes(UTF_8);
        send(ByteBuffer.allocate(12 + text.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(frame.token())
                .putInt(text.length)
                .put(text)
                .array());
    }

    /** Reads a text up to the byte 0 that ends it. */
    public String readText(TimeLimit limit) throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        for (int b = read(limit); b != 0; b = read(limit)) {
            text.write(b);
        }
        return text.toString(UTF_8);
    }

    /** Whether a byte comes before the limit. The byte stays in the stream. */
    public boolean awaitInput(TimeLimit limit) throws IOException {
        in.mark(1);
        try {
            read(limit);
        } catch (SocketTimeoutException e) {
            return false;
        }
        in.reset();
        return true;
    }

    /** Reads one frame. */
    public Frame readFrame(TimeLimit limit) throws IOException {
        ByteBuffer head = ByteBuffer.wrap(readFully(12, limit)).order(ByteOrder.LITTLE_ENDIAN);
        long token = head.getLong();
        return new Frame(token, new String(readFully(head.getInt(), limit), UTF_8));
    }

    private byte[] readFully(int length, TimeLimit limit) throws IOException {
        byte[] bytes = new byte[length];
        for (int at = 0; at < length; ) {
            socket.setSoTimeout(limit.millisLeft());
            int n = in.read(bytes, at, length - at);
            if (n < 0) {
                throw new EOFException("the server closed the connection");
            }
            at += n;
        }
        return bytes;
    }

    private int read(TimeLimit limit) throws IOException {
        socket.setSoTimeout(limit.millisLeft());
        int b = in.read();
        if (b < 0) {
            throw new EOFException("the server closed the connection");
        }
        return b;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
