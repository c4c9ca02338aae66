package io.github.rethinkemitter.internal.rethink.wire;

import com.rethinkdb.net.ConnectionSocket;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A connected socket, plain or encrypted. Until {@link #goLive} it serves the driver's login, every step of which must be
 * done by one deadline; from then on reads return after a moment without bytes, and writes do not block.
 */
final class RethinkSocket implements ConnectionSocket {

    // The driver's login reads texts of a few hundred bytes; what never ends them is no RethinkDB.
    private static final int LONGEST_LOGIN_TEXT = 1 << 16;

    private final Wire wire;
    private final Deadline login;
    private final byte[] buffer = new byte[1 << 16];
    private int next;
    private int filled;
    private volatile @Nullable SocketWriter outbox;

    RethinkSocket(Wire wire, Deadline login) {
        this.wire = wire;
        this.login = login;
    }

    /** The socket that carries the bytes, and the one under it, which are the same when nothing is encrypted. */
    record Wire(Socket raw, Socket stream) {}

    /** Ends the login: from here on a read takes {@code tick} at most. */
    void goLive(SocketWriter writer, int tickMillis) throws SocketException {
        wire.stream().setSoTimeout(tickMillis);
        outbox = writer;
    }

    /** How many bytes a write may leave to the system before it blocks. */
    int sendBufferSize() throws SocketException {
        return wire.raw().getSendBufferSize();
    }

    /** To be told when the server has answered a query. */
    void answered(long token) {
        SocketWriter writer = outbox;
        if (writer != null) {
            writer.answered(token);
        }
    }

    /** Reads what is there, and waits for a tick when nothing is. */
    int readSome(byte[] into, int offset, int length) throws IOException {
        if (next == filled) {
            InputStream in = wire.stream().getInputStream();
            if (length >= buffer.length) {
                return ended(in.read(into, offset, length));
            }
            next = 0;
            filled = 0;
            filled = ended(in.read(buffer, 0, buffer.length));
        }
        int n = Math.min(length, filled - next);
        System.arraycopy(buffer, next, into, offset, n);
        next += n;
        return n;
    }

    /** The same with another time to wait. */
    int readSome(byte[] into, int offset, int length, int millis) throws IOException {
        wire.stream().setSoTimeout(millis);
        return readSome(into, offset, length);
    }

    /** Whether something is there to be read. */
    boolean hasMore() throws IOException {
        return next < filled || wire.raw().getInputStream().available() > 0;
    }

    private static int ended(int n) throws EOFException {
        if (n < 0) {
            throw new EOFException("the server closed the connection");
        }
        return n;
    }

    void writeNow(byte[] bytes, int offset, int length) throws IOException {
        wire.stream().getOutputStream().write(bytes, offset, length);
    }

    @Override
    public void write(ByteBuffer unflipped) {
        unflipped.flip();
        SocketWriter writer = outbox;
        if (writer != null) {
            writer.add(unflipped);
            return;
        }
        try {
            writeNow(unflipped.array(), unflipped.arrayOffset(), unflipped.limit());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public ByteBuffer read(int length) {
        byte[] bytes = new byte[length];
        for (int at = 0; at < length; ) {
            at += readByDeadline(bytes, at, length - at);
        }
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public String readCString(@Nullable Long ignored) {
        byte[] text = new byte[256];
        int length = 0;
        while (true) {
            if (length == text.length) {
                text = Arrays.copyOf(text, length * 2);
            }
            readByDeadline(text, length, 1);
            if (text[length] == 0) {
                return ScramLimits.checked(new String(text, 0, length, StandardCharsets.UTF_8));
            }
            if (++length > LONGEST_LOGIN_TEXT) {
                throw new UncheckedIOException(new IOException("the login is answered by text without end"));
            }
        }
    }

    private int readByDeadline(byte[] into, int offset, int length) {
        try {
            wire.stream().setSoTimeout(login.remainingMillis());
            return readSome(into, offset, length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public boolean isOpen() {
        return !wire.raw().isClosed();
    }

    // The socket under the encryption: closing the upper one waits for a writer that is stuck in a dead link.
    @Override
    public void close() {
        try {
            wire.raw().close();
        } catch (IOException e) {
            Log.closeFailed(e);
        }
        SocketWriter writer = outbox;
        if (writer != null) {
            writer.end();
        }
    }
}
