package io.github.rethinkemitter.internal.rethink;

import io.github.rethinkemitter.internal.flow.Batch;
import io.github.rethinkemitter.internal.flow.Feed;
import io.github.rethinkemitter.internal.flow.FeedItem;
import io.github.rethinkemitter.internal.flow.InsertResult;
import io.github.rethinkemitter.internal.flow.InsertResult.Answered;
import io.github.rethinkemitter.internal.flow.InsertResult.Verdict;
import io.github.rethinkemitter.internal.flow.Session;
import io.github.rethinkemitter.internal.flow.StoredEvent;
import io.github.rethinkemitter.internal.flow.TableReader;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;

/** For tests of publishing and reading: a session and a timeline are open, and {@code events} makes the events of a publisher. */
abstract class SessionFixture extends StoreFixture {

    final Events events = new Events();
    Session session;
    TableReader reader;

    @BeforeEach
    void openSession() throws IOException {
        session = stores.open();
        reader = stores.openReader();
    }

    final InsertResult insert(Batch batch) throws Exception {
        return Stores.insert(session, batch);
    }

    final InsertResult restamp(Batch batch) throws Exception {
        return session.restamp(batch).toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    /** What is stored of {@code events} with these numbers. */
    final List<StoredEvent> find(long first, long last) throws Exception {
        return reader.find(Stores.wanted(events.src, first, last)).await();
    }

    static List<Verdict> verdicts(InsertResult result) {
        return ((Answered) result).verdicts();
    }

    static StoredEvent live(FeedItem item) {
        return ((FeedItem.Live) item).event();
    }

    static StoredEvent nextLive(Feed feed) throws InterruptedException {
        return live(feed.poll(Stores.PATIENCE));
    }
}
