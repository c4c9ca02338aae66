package io.github.rethinkemitter.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rethinkemitter.faults.Fault.Trait;
import io.github.rethinkemitter.support.proxy.Proxy;
import io.github.rethinkemitter.support.server.ContractTest;
import io.github.rethinkemitter.support.server.TestDb;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Faults of the applications: processes that are killed, or have little memory. */
@ContractTest
@ExtendWith(FaultTableResolver.class)
@Timeout(value = 15, unit = TimeUnit.MINUTES) // of real size, a run may take longer than tests usually do
class ProcessFaultsIT {

    @Test
    void aPublisherKilledBetweenInsertAndReply(TestDb db, FaultTable table) throws Exception {
        try (var network = proxyTo(db);
                var run = new FaultRun(RunDatabase.of(db))) {
            var killed = new ChildPublisher(
                    3,
                    run.ledger,
                    run.place.options().with("url", "rethinkdb://localhost:" + network.port() + "/" + db.name()));
            run.publishers.set(0, killed);
            run.through(
                    Fault.of(
                            "publisher killed between insert and reply",
                            SuiteSize.seconds(1, 5),
                            unused -> {
                                network.delay(Duration.ofMinutes(1));
                                run.awaitTrue(() -> run.place
                                                .stored()
                                                .of(3)
                                                .without(run.ledger.acknowledged())
                                                .count()
                                        > 0);
                                killed.kill();
                                network.delay(Duration.ZERO);
                                assertThat(run.place
                                                .stored()
                                                .of(3)
                                                .without(run.ledger.acknowledged())
                                                .count())
                                        .as("stored without an answer, and not said to be stored")
                                        .isPositive();
                            },
                            unused -> killed.startAs(4)),
                    table);
        }
    }

    @Test
    void aSubscriberKilledInTheMiddleOfABatch(TestDb db, FaultTable table) throws Exception {
        try (var run = new FaultRun(RunDatabase.of(db))) {
            // So slow that its position is written while many events have been handed to it, but not handled.
            var killed = new ChildSubscriber(
                    "restarted", run.place.options().with("subscriber", "restarted"), "-Dslowness=1");
            run.restarted = killed;
            run.through(
                    Fault.of(
                                    "subscriber killed in the middle of a batch",
                                    SuiteSize.seconds(1, 5),
                                    unused -> {
                                        int before = killed.seen().count();
                                        run.burst(SuiteSize.of(1000, 5000));
                                        run.awaitTrue(() -> killed.seen().count() > before + 1000);
                                        killed.kill();
                                    },
                                    unused -> {})
                            .that(Trait.KILLS),
                    table);
        }
    }

    @Test
    void aBacklogReadWithLittleMemory(TestDb db, FaultTable table) throws Exception {
        int backlog = SuiteSize.of(20_000, 200_000);
        try (var run = new FaultRun(RunDatabase.of(db).with("durability", "soft"))) {
            // One that takes a while for each event is not done within anybody's patience.
            run.slow = new LocalSubscriber("slow", run.place.options().with("subscribe.buffer-size", 100));
            run.late = new ChildSubscriber(
                    "late", run.place.options().with("start", "earliest"), "-Xmx64m", "-XX:+ExitOnOutOfMemoryError");
            run.through(
                    Fault.of(
                            "backlog of " + backlog + " events, 64 MiB of heap",
                            Duration.ofSeconds(1),
                            unused -> {
                                run.burst(backlog / run.publishers.size());
                                run.awaitTrue(() -> run.ledger.acknowledged().count() > backlog);
                            },
                            unused -> {}),
                    table);
        }
    }

    private static Proxy proxyTo(TestDb db) {
        return new Proxy(() -> new InetSocketAddress(
                InetAddress.getLoopbackAddress(), db.server().port()));
    }
}
