package io.github.rethinkemitter.internal.rethink.wire;

import com.rethinkdb.net.ConnectionSocket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The socket as the driver's login uses it. Every read of the login must be done by one deadline. */
record LoginSocket(RethinkSocket socket, Deadline deadline) implements ConnectionSocket {

    // The login reads texts of a few hundred bytes; a server that sends text without end is no RethinkDB.
    private static final int LONGEST_TEXT = 1 << 16;

    @Override
    public void write(ByteBuffer unflipped) {
        unflipped.flip();
        try {
            socket.write(unflipped.array(), unflipped.arrayOffset(), unflipped.limit());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public ByteBuffer read(int length) {
        byte[] bytes = new byte[length];
        for (int at = 0; at < length; ) {
            at += readSome(bytes, at, length - at);
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
            readSome(text, length, 1);
            if (text[length] == 0) {
                return ScramLimits.checked(new String(text, 0, length, StandardCharsets.UTF_8));
            }
            if (++length > LONGEST_TEXT) {
                throw new UncheckedIOException(new IOException("the login is answered by text without end"));
            }
        }
    }

    private int readSome(byte[] into, int offset, int length) {
        try {
            socket.setReadTimeout(deadline.remainingMillis());
            return socket.readSome(into, offset, length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public boolean isOpen() {
        return socket.isOpen();
    }

    @Override
    public void close() {
        socket.close();
    }
}
