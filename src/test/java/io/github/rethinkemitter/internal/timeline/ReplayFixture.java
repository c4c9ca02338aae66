package io.github.rethinkemitter.internal.timeline;

import static org.awaitility.Awaitility.await;

import io.github.rethinkemitter.Replay;
import io.github.rethinkemitter.Replay.Outcome;
import io.github.rethinkemitter.TimelineQuery;
import io.github.rethinkemitter.internal.flow.ReplayListener;
import io.github.rethinkemitter.internal.flow.ReplayedEvent;
import io.github.rethinkemitter.internal.flow.StoredEvent;
import io.github.rethinkemitter.internal.flow.StoredEvents;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/** Replays with a clock that moves only when a test moves it, stored events that are a list, and observers that a test plays. */
final class ReplayFixture implements ReplayObservers, AutoCloseable {

    static final Instant NOW = Instant.parse("2030-01-02T03:04:05.006Z");

    final List<StoredEvent> stored = new CopyOnWriteArrayList<>();
    final List<TimelineQuery> queries = new CopyOnWriteArrayList<>();
    final List<ReplayedEvent> given = new CopyOnWriteArrayList<>();
    final List<ReplayListener> cancelled = new CopyOnWriteArrayList<>();
    final List<Thread> threads = new CopyOnWriteArrayList<>();
    final List<Events> opened = new CopyOnWriteArrayList<>();
    final AtomicLong nanos = new AtomicLong();
    volatile boolean observersStopped;
    volatile Runnable beforeEach = () -> {};
    final Replays replays = new Replays("audit", this, new ReplaySettings(this::startThread, nanos::get, 4, 10_000));

    /** Stores so many events of the topic {@code beep}, whose ids are their numbers. */
    ReplayFixture storing(int count) {
        IntStream.range(0, count).forEach(number -> store("beep", number, 10));
        return this;
    }

    void store(String topic, int number, int size) {
        stored.add(new StoredEvent("" + number, NOW, "node-1", 1, topic, "x".repeat(size), false, null));
    }

    Replay of(TimelineQuery query) {
        return replays.of(query, this::open, () -> NOW);
    }

    private StoredEvents open(TimelineQuery query) {
        queries.add(query);
        var events = new Events();
        opened.add(events);
        return events;
    }

    private Thread startThread(String name, Runnable task) {
        var thread = new Thread(task, name);
        threads.add(thread);
        thread.start();
        return thread;
    }

    final class Events implements StoredEvents {

        private int next;
        final CountDownLatch closed = new CountDownLatch(1);

        @Override
        public boolean hasNext() {
            beforeEach.run();
            return next < stored.size();
        }

        @Override
        public StoredEvent next() {
            return stored.get(next++);
        }

        @Override
        public void close() {
            closed.countDown();
        }
    }

    @Override
    public List<String> names() {
        return List.of("billing", "audit");
    }

    @Override
    public boolean isObservedBy(String observer, String topic) {
        return topic.equals("beep");
    }

    @Override
    public boolean accept(ReplayedEvent event) {
        if (observersStopped) {
            return false;
        }
        given.add(event);
        return true;
    }

    @Override
    public void cancel(ReplayListener replay) {
        cancelled.add(replay);
    }

    List<String> givenIds() {
        return given.stream().map(event -> event.event().id()).toList();
    }

    void awaitGiven(int count) {
        await().until(() -> given.size() >= count);
    }

    /** Waits until the thread of the only replay waits for something. */
    void awaitWaiting() {
        await().until(() -> threads.get(0).getState() == Thread.State.WAITING
                || threads.get(0).getState() == Thread.State.TIMED_WAITING);
    }

    void handle(int index) {
        var event = given.get(index);
        event.listener().handled(event.event());
    }

    /** Handles events as they come, until so many are. */
    void handleAll(int count) {
        for (int index = 0; index < count; index++) {
            awaitGiven(index + 1);
            handle(index);
        }
    }

    /** Waits for the threads. */
    @Override
    public void close() throws Exception {
        replays.close();
        replays.finish(Duration.ofSeconds(30));
        for (var thread : threads) {
            thread.join(30_000);
        }
    }

    static Outcome outcome(Replay.Running running) throws Exception {
        return running.done().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    static boolean isDone(Replay.Running running) {
        return running.done().toCompletableFuture().isDone();
    }
}
