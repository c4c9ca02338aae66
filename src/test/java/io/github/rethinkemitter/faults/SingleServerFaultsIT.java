package io.github.rethinkemitter.faults;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.rethinkemitter.contract.TestUser;
import io.github.rethinkemitter.faults.Fault.Trait;
import io.github.rethinkemitter.support.server.ContractTest;
import io.github.rethinkemitter.support.server.TestDb;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Faults of one database server and of the network before it. */
@ContractTest
@ExtendWith(FaultTableResolver.class)
@Timeout(value = 15, unit = TimeUnit.MINUTES) // a run of the full size takes longer than other tests
class SingleServerFaultsIT {

    @Test
    void nothingIsLostWhenTheServerIsKilledAndRestarted(TestDb db, FaultTable table) throws Exception {
        assertNothingIsLost(db, table, ConnectionFault.SERVER_KILLED.of(db.server()));
    }

    @Test
    void nothingIsLostWhenTheServerIsFrozen(TestDb db, FaultTable table) throws Exception {
        assertNothingIsLost(db, table, ConnectionFault.SERVER_FROZEN.of(db.server()));
    }

    @Test
    void nothingIsLostWhenConnectionsAreCutInTheMiddleOfAFrame(TestDb db, FaultTable table) throws Exception {
        assertNothingIsLost(db, table, ConnectionFault.CUT_MID_FRAME.of(db.server()));
    }

    @Test
    void nothingIsLostWhenConnectionsAreHalfOpen(TestDb db, FaultTable table) throws Exception {
        assertNothingIsLost(db, table, ConnectionFault.HALF_OPEN.of(db.server()));
    }

    @Test
    void nothingIsLostWhenConnectionsAreRefused(TestDb db, FaultTable table) throws Exception {
        assertNothingIsLost(db, table, ConnectionFault.REFUSED.of(db.server()));
    }

    @Test
    void nothingIsLostWhenAChangefeedOverflows(TestDb db, FaultTable table) throws Exception {
        try (var run = new FaultRun(RunDatabase.of(db))) {
            run.slow = new LocalSubscriber(
                    "slow",
                    run.database.options().with("changefeed-queue-size", 10).with("subscribe.buffer-size", 10),
                    run.slowObserver);
            run.execute(
                    Fault.of(
                                    "changefeed overflow",
                                    SuiteSize.seconds(1, 10),
                                    unused -> {
                                        run.slowObserver.hold();
                                        run.burst(SuiteSize.of(500, 2000));
                                    },
                                    unused -> run.slowObserver.release())
                            .with(Trait.STALLS),
                    table);
        }
    }

    @Test
    void nothingIsLostWhenEventsArriveLongAfterTheirTime(TestDb db, FaultTable table) throws Exception {
        var server = db.server().embedded();
        assumeTrue(server.isPresent(), "on a real server this is a freeze of one of several, see ClusterFaultsIT");
        assertNothingIsLost(
                db,
                table,
                Fault.of(
                        "freeze without failover, events 8 s late",
                        SuiteSize.seconds(3, 20),
                        run -> {
                            // This event moves positions to the present: events that come late are then behind them.
                            run.database.admin("r.table('events').insert({args: ['other'], ts: r.now().add(60)})");
                            server.get().faults().delayCommits(SuiteSize.seconds(2, 8));
                        },
                        run -> {
                            server.get().faults().delayCommits(Duration.ZERO);
                            server.get().faults().abortFeeds();
                        }));
    }

    @Test
    void nothingIsLostWhenAServersClockIsAhead(TestDb db, FaultTable table) throws Exception {
        assertNothingIsLostWithClock(db, table, "clock of one server 3 s ahead", Duration.ofSeconds(3));
    }

    @Test
    void nothingIsLostWhenAServersClockIsBehind(TestDb db, FaultTable table) throws Exception {
        assertNothingIsLostWithClock(db, table, "clock of one server 3 s behind", Duration.ofSeconds(-3));
    }

    // The first publisher and the restarted subscriber are connected to the server with the wrong clock.
    private static void assertNothingIsLostWithClock(TestDb db, FaultTable table, String name, Duration difference)
            throws Exception {
        var server = db.server().embedded();
        assumeTrue(server.isPresent(), "the clock of a real server is the machine's");
        db.create();
        try (var outside = db.outside();
                var user = TestUser.on(db, outside)) {
            user.grant("{read: true, write: true, config: true}");
            var right = RunDatabase.of(db);
            var wrong = right.with("url", user.url());
            var both = List.of(wrong.options(), right.options(), right.options());
            try (var run = new FaultRun(new RunDatabase(right.server(), both, right.outside()))) {
                run.execute(
                        Fault.of(
                                name,
                                SuiteSize.seconds(2, 20),
                                unused -> server.get().faults().skewClockFor(user.name(), difference),
                                unused -> {
                                    // Feeds are opened again at positions with the times of either clock.
                                    server.get().faults().abortFeeds();
                                    run.awaitNewEvents();
                                    server.get().faults().skewClockFor(user.name(), Duration.ZERO);
                                }),
                        table);
            }
        }
    }

    private static void assertNothingIsLost(TestDb db, FaultTable table, Fault fault) throws Exception {
        try (var run = new FaultRun(RunDatabase.of(db))) {
            run.execute(fault, table);
        }
    }
}
