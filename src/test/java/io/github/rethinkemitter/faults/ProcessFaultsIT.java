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

/** Faults of applications: their processes are killed, or have little memory. */
@ContractTest
@ExtendWith(FaultTableResolver.class)
@Timeout(value = 15, unit = TimeUnit.MINUTES) // a run of the full size takes longer than other tests
class ProcessFaultsIT {

    @Test
    void nothingIsLostWhenAPublisherIsKilledBetweenInsertAndReply(TestDb db, FaultTable table) throws Exception {
        try (var network = proxyTo(db);
                var run = new FaultRun(RunDatabase.of(db))) {
            var killed = new ChildPublisher(
                    3,
                    run.published,
                    RunDatabase.packing(run.database.options())
                            .with("url", "rethinkdb://localhost:" + network.port() + "/" + db.name()));
            run.publishers.set(0, killed);
            run.execute(
                    Fault.of(
                            "publisher killed between insert and reply",
                            SuiteSize.seconds(1, 5),
                            unused -> {
                                network.delay(Duration.ofMinutes(1));
                                run.awaitTrue(() -> run.database
                                                .stored()
                                                .ofPublisher(3)
                                                .without(run.published.acknowledged())
                                                .count()
                                        > 0);
                                killed.kill();
                                network.delay(Duration.ZERO);
                                assertThat(run.database
                                                .stored()
                                                .ofPublisher(3)
                                                .without(run.published.acknowledged())
                                                .count())
                                        .as("events stored but not acknowledged")
                                        .isPositive();
                            },
                            unused -> killed.startAs(4)),
                    table);
        }
    }

    @Test
    void nothingIsLostWhenASubscriberIsKilledInTheMiddleOfABatch(TestDb db, FaultTable table) throws Exception {
        try (var run = new FaultRun(RunDatabase.of(db))) {
            // So slow that its position is stored while many events wait for the observer.
            var killed = new ChildSubscriber(
                    "restarted", run.database.options().with("subscriber", "restarted"), "-Dobserver.delay=1");
            run.restarted = killed;
            run.execute(
                    Fault.of(
                                    "subscriber killed in the middle of a batch",
                                    SuiteSize.seconds(1, 5),
                                    unused -> {
                                        int before = killed.observed().count();
                                        run.burst(SuiteSize.of(1000, 5000));
                                        run.awaitTrue(() -> killed.observed().count() > before + 1000);
                                        killed.kill();
                                    },
                                    unused -> {})
                            .with(Trait.KILLS_SUBSCRIBER),
                    table);
        }
    }

    @Test
    void everyEventIsHandledOrParkedWhenASubscriberThatFailsOnSomeIsKilled(TestDb db, FaultTable table)
            throws Exception {
        try (var run = new FaultRun(RunDatabase.of(db))) {
            var killed = new ChildSubscriber(
                    ParkedAccount.OWNER,
                    FaultRun.failingOptions(run.database),
                    "-Dobserver.delay=1",
                    "-Dobserver.fails=true");
            run.failing = killed;
            run.execute(
                    Fault.of(
                            "subscriber killed while its observer fails",
                            SuiteSize.seconds(1, 5),
                            unused -> {
                                int before = killed.observed().count();
                                run.burst(SuiteSize.of(1000, 5000));
                                run.awaitTrue(() -> killed.observed().count() > before + 500);
                                killed.kill();
                            },
                            unused -> {}),
                    table);
        }
    }

    @Test
    void nothingIsLostWhenABacklogIsReadWithLittleMemory(TestDb db, FaultTable table) throws Exception {
        int backlog = SuiteSize.of(20_000, 200_000);
        try (var run = new FaultRun(RunDatabase.of(db).with("durability", "soft"))) {
            // A slow observer would not finish such a backlog before the time limit.
            run.slow = new LocalSubscriber("slow", run.database.options().with("subscribe.buffer-size", 100));
            run.late = new ChildSubscriber(
                    "late", run.database.options().with("start", "earliest"), "-Xmx64m", "-XX:+ExitOnOutOfMemoryError");
            run.execute(
                    Fault.of(
                            "backlog of " + backlog + " events, 64 MiB of heap",
                            Duration.ofSeconds(1),
                            unused -> {
                                run.burst(backlog / run.publishers.size());
                                run.awaitTrue(() -> run.published.acknowledged().count() > backlog);
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
