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

/** While a server finishes a deployment, it may let threads end before they run anything. */
@ContractTest
class EndingThreadsIT {

    @Test
    void theLibraryWorksAlthoughEverySecondThreadEndsAtOnce(TestDb db) throws Exception {
        var created = new AtomicInteger();
        ThreadFactory everySecondEnds =
                task -> created.getAndIncrement() % 2 == 0 ? new Thread(() -> {}) : new Thread(task);

        try (var application = TestApplication.on(db).withThreads(new ManagedThreadStarter(everySecondEnds))) {
            var observed = application.recording();
            application.connected();
            int before = created.get();

            db.server().dropConnections();
            application.awaitLifecycle(Disconnected.class);
            application.awaitLifecycle(Reconnected.class);
            application.emitter().trigger("beep", "boop");

            assertThat(observed.await(1)).hasSize(1);
            assertThat(created.get()).isGreaterThanOrEqualTo(before + 4);
        }
    }
}
