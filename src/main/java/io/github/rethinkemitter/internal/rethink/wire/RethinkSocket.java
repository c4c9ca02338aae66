package io.github.rethinkemitter.internal.rethink.wire;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;

/** A connected socket, plain or encrypted. One thread reads, another may write, and any may close it. */
final class RethinkSocket {

    private final Wire wire;
    private final byte[] buffer = new byte[1 << 16];
    private int next;
    private int filled;

    RethinkSocket(Wire wire) {
        this.wire = wire;
    }

    /** The socket that carries the bytes, and the one under it, which are the same when nothing is encrypted. */
    record Wire(Socket raw, Socket stream) {}

    /** How many bytes a write may leave to the system before it blocks. */
    int sendBufferSize() throws SocketException {
        return wire.raw().getSendBufferSize();
    }

    /** How long a read waits for bytes, before it throws {@link java.net.SocketTimeoutException}. */
    void setReadTimeout(int millis) throws SocketException {
        wire.stream().setSoTimeout(millis);
    }

    /** Reads the bytes that are there; waits for the first when there are none. */
    int readSome(byte[] into, int offset, int length) throws IOException {
        if (next == filled) {
            InputStream in = wire.stream().getInputStream();
            if (length >= buffer.length) {
                return checked(in.read(into, offset, length));
            }
            next = 0;
            filled = 0;
            filled = checked(in.read(buffer, 0, buffer.length));
        }
        int n = Math.min(length, filled - next);
        System.arraycopy(buffer, next, into, offset, n);
        next += n;
        return n;
    }

    private static int checked(int count) throws EOFException {
        if (count < 0) {
            throw new EOFException("the server closed the connection");
        }
        return count;
    }

    /** Whether there are bytes to be read without waiting. */
    boolean hasMore() throws IOException {
        return next < filled || wire.raw().getInputStream().available() > 0;
    }

    /** Writes, and blocks while the server takes nothing and the system's buffer is full. */
    void write(byte[] bytes, int offset, int length) throws IOException {
        wire.stream().getOutputStream().write(bytes, offset, length);
    }

    boolean isOpen() {
        return !wire.raw().isClosed();
    }

    // The socket under the encryption: closing the upper one waits for a thread that is stuck in writing to a dead
    // connection.
    void close() {
        try {
            wire.raw().close();
        } catch (IOException e) {
            Log.closeFailed(e);
        }
    }
}
