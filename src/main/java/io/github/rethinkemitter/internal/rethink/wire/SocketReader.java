package io.github.rethinkemitter.internal.rethink.wire;

import io.github.rethinkemitter.internal.config.ConnectionSettings.Heartbeat;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.Arrays;

/**
 * Reads the frames of answers, on a thread of its own. This thread wakes at least once a tick, and therefore also looks after
 * the deadlines of queries and the silence of the server.
 */
final class SocketReader implements Runnable {

    // The buffer of a longer frame grows with the bytes that have come, and not with the length that was announced.
    private static final int FIRST_BUFFER = 1 << 16;

    private final RethinkSocket socket;
    private final Handler handler;
    private final HeartbeatMonitor monitor;

    SocketReader(RethinkSocket socket, Heartbeat heartbeat, Handler handler) {
        this.socket = socket;
        this.handler = handler;
        this.monitor = new HeartbeatMonitor(heartbeat, System.nanoTime());
    }

    /** Takes what the socket brings. Called by the reader thread. */
    interface Handler {

        void received(long token, byte[] json);

        /** A tick has passed. */
        void ticked();

        /** The server has been silent, and must be asked for a sign of life. */
        void ping();

        /** The connection is lost; nothing else is called after this. */
        void lost(IOException cause);
    }

    @Override
    public void run() {
        try {
            while (true) {
                FrameHeader header = FrameHeader.read(read(FrameHeader.BYTES));
                handler.received(header.token(), read(header.length()));
            }
        } catch (IOException e) {
            handler.lost(e);
        } catch (RuntimeException | Error e) {
            handler.lost(new IOException(e));
        }
    }

    private byte[] read(int length) throws IOException {
        byte[] bytes = new byte[Math.min(length, FIRST_BUFFER)];
        int at = 0;
        while (at < length) {
            if (at == bytes.length) {
                bytes = Arrays.copyOf(bytes, (int) Math.min(length, 2L * bytes.length));
            }
            try {
                at += socket.readSome(bytes, at, bytes.length - at);
                monitor.bytesCame(System.nanoTime());
            } catch (SocketTimeoutException e) {
                // A tick without bytes.
            }
            lookAfterDeadlines();
        }
        return bytes;
    }

    private void lookAfterDeadlines() throws IOException {
        switch (monitor.due(System.nanoTime())) {
            case NOTHING -> {}
            case TICK -> handler.ticked();
            case PING -> handler.ping();
            case GIVE_UP -> throw monitor.silentTooLong();
        }
    }
}
