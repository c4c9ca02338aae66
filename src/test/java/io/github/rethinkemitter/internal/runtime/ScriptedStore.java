package io.github.rethinkemitter.internal.runtime;

import io.github.rethinkemitter.internal.flow.EventStore;
import io.github.rethinkemitter.internal.flow.Session;
import io.github.rethinkemitter.internal.flow.Timeline;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;

/** Opens what a test has put up, one after another; without that it opens sessions that stay. */
final class ScriptedStore implements EventStore {

    final List<ScriptedSession> sessions = new CopyOnWriteArrayList<>();
    private final BlockingQueue<Object> script = new LinkedBlockingQueue<>();

    void thenFail(String message) {
        script.add(new IOException(message));
    }

    void thenThrow(RuntimeException mistake) {
        script.add(mistake);
    }

    void thenOpen(ScriptedSession session) {
        script.add(session);
    }

    /** The next attempt hangs until its thread is interrupted. */
    void thenHang() {
        script.add(new CountDownLatch(1));
    }

    @Override
    public Session open() throws IOException {
        var next = script.poll();
        if (next instanceof IOException failure) {
            throw failure;
        }
        if (next instanceof RuntimeException mistake) {
            throw mistake;
        }
        if (next instanceof CountDownLatch never) {
            try {
                never.await();
            } catch (InterruptedException e) {
                throw new InterruptedIOException("RTH0216 interrupted");
            }
        }
        var session = next instanceof ScriptedSession scripted ? scripted : new ScriptedSession();
        sessions.add(session);
        return session;
    }

    @Override
    public Timeline openTimeline() {
        return sessions.get(sessions.size() - 1);
    }
}
