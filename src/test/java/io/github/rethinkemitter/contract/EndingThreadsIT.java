package io.github.rethinkemitter.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rethinkemitter.Disconnected;
import io.github.rethinkemitter.Reconnected;
import io.github.rethinkemitter.internal.runtime.ManagedThreadStarter;
import io.github.rethinkemitter.support.server.ContractTest;
import io.github.rethinkemitter.support.server.TestDb;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A server that is just finishing a deployment, of whichever application, lets threads end before they run anything. */
@ContractTest
class EndingThreadsIT {

    @Test
    void everySecondThreadMayEndAtOnceThoseOfANewConnectionIncluded(TestDb db) throws Exception {
        var made = new AtomicInteger();
        ThreadFactory half = task -> made.getAndIncrement() % 2 == 0 ? new Thread(() -> {}) : new Thread(task);

        try (var application = TestApplication.on(db).on(new ManagedThreadStarter(half))) {
            var seen = application.recording();
            application.connected();
            int before = made.get();

            db.server().dropConnections();
            application.awaitLifecycle(Disconnected.class);
            application.awaitLifecycle(Reconnected.class);
            application.emitter().trigger("beep", "boop");

            assertThat(seen.await(1)).hasSize(1);
            assertThat(made.get()).isGreaterThanOrEqualTo(before + 4);
        }
    }
}
