package io.github.rethinkemitter.internal.rethink;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rethinkemitter.internal.flow.Bookmark;
import io.github.rethinkemitter.internal.flow.ParkedEntry;
import io.github.rethinkemitter.internal.flow.ParkedStore;
import io.github.rethinkemitter.internal.flow.PositionStore.Subscription;
import io.github.rethinkemitter.internal.flow.SaveResult;
import io.github.rethinkemitter.internal.flow.Session;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;

/** For tests of what a server stores that is the subscriber "orders": its position, and the events that observers failed on. */
abstract class SubscriberFixture extends StoreFixture {

    static final Subscription US = new Subscription("orders", "this \"process\"");
    static final Subscription THEM = new Subscription("orders", "another");
    static final Subscription BILLS = new Subscription("bills", "this \"process\"");
    static final Duration NOW = Duration.ZERO;

    Session session;
    ParkedStore parked;

    @BeforeEach
    void openSession() throws IOException {
        stores.subscriber = US.name();
        session = stores.open();
        parked = session.parked();
    }

    final SaveResult save(Subscription subscription, Bookmark bookmark) throws Exception {
        return session.save(subscription, bookmark, bookmark.whole())
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS);
    }

    final ParkedEntry entry(String id) throws IOException {
        return parked.get(id).orElseThrow();
    }

    /** What one of several servers does with the table of failed events. */
    interface Call {
        void on(ParkedStore store) throws IOException;
    }

    /** Lets two servers do the same at the same time, and waits until both have done it. */
    final void byTwoAtOnce(Call call) throws Exception {
        var together = new CyclicBarrier(2);
        var failures = new ConcurrentLinkedQueue<Exception>();
        List<Thread> servers = Stream.of(parked, stores.open().parked())
                .map(store -> new Thread(() -> {
                    try {
                        together.await(30, TimeUnit.SECONDS);
                        call.on(store);
                    } catch (Exception e) {
                        failures.add(e);
                    }
                }))
                .toList();
        servers.forEach(Thread::start);
        for (Thread server : servers) {
            server.join();
        }
        assertThat(failures).isEmpty();
    }
}
