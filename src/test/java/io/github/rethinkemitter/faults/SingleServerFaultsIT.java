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

/** Faults of one server and of the network before it. */
@ContractTest
@ExtendWith(FaultTableResolver.class)
@Timeout(value = 15, unit = TimeUnit.MINUTES) // of real size, a run may take longer than tests usually do
class SingleServerFaultsIT {

    @Test
    void aKilledServerThatComesBack(TestDb db, FaultTable table) throws Exception {
        survives(db, table, ConnectionFault.SERVER_KILLED.of(db.server()));
    }

    @Test
    void aFrozenServer(TestDb db, FaultTable table) throws Exception {
        survives(db, table, ConnectionFault.SERVER_FROZEN.of(db.server()));
    }

    @Test
    void aConnectionCutInTheMiddleOfAFrame(TestDb db, FaultTable table) throws Exception {
        survives(db, table, ConnectionFault.CUT_MID_FRAME.of(db.server()));
    }

    @Test
    void aHalfOpenLink(TestDb db, FaultTable table) throws Exception {
        survives(db, table, ConnectionFault.HALF_OPEN.of(db.server()));
    }

    @Test
    void refusedConnections(TestDb db, FaultTable table) throws Exception {
        survives(db, table, ConnectionFault.REFUSED.of(db.server()));
    }

    @Test
    void aChangefeedThatOverflows(TestDb db, FaultTable table) throws Exception {
        try (var run = new FaultRun(RunDatabase.of(db))) {
            run.slow = new LocalSubscriber(
                    "slow",
                    run.place.options().with("changefeed-queue-size", 10).with("subscribe.buffer-size", 10),
                    run.slowness);
            run.through(
                    Fault.of(
                            "changefeed overflow",
                            SuiteSize.seconds(1, 10),
                            unused -> {
                                run.slowness.hold();
                                run.burst(SuiteSize.of(500, 2000));
                            },
                            unused -> run.slowness.release()),
                    table);
        }
    }

    @Test
    void aTableReconfiguredToThreeShardsAndBack(TestDb db, FaultTable table) throws Exception {
        survives(db, table, ConnectionFault.FEED_ABORTED.of(db.server()));
    }

    @Test
    void aRebalancedTable(TestDb db, FaultTable table) throws Exception {
        survives(
                db,
                table,
                Fault.of(
                        "rebalance",
                        SuiteSize.seconds(1, 10),
                        run -> {
                            run.place.reconfigure(2, 1);
                            run.place.admin("r.table('events').rebalance()");
                        },
                        run -> run.place.admin("r.table('events').wait({timeout: 30})")));
    }

    @Test
    void aTableDroppedAndCreatedAgain(TestDb db, FaultTable table) throws Exception {
        survives(
                db,
                table,
                Fault.of(
                                "table dropped and re-created",
                                SuiteSize.seconds(1, 10),
                                run -> {
                                    run.place.admin("r.tableDrop('events')");
                                    // Made again by those who were there: who joins would make it in any case.
                                    run.awaitTrue(() -> run.place.hasEvents());
                                },
                                run -> {})
                        .that(Trait.DELETES));
    }

    @Test
    void anIndexDropped(TestDb db, FaultTable table) throws Exception {
        survives(
                db,
                table,
                Fault.of(
                        "index dropped",
                        SuiteSize.seconds(4, 30),
                        run -> run.place.admin("r.table('events').indexDrop('ts')"),
                        run -> {}));
    }

    @Test
    void anIndexDroppedAndMadeAgainAtOnce(TestDb db, FaultTable table) throws Exception {
        try (var run = new FaultRun(RunDatabase.of(db))) {
            run.publishers.add(new NodePublisher(FaultRun.NODE, run.ledger, db::outside));
            run.through(
                    Fault.of(
                            "index dropped and made again at once, and Node",
                            SuiteSize.seconds(4, 30),
                            unused -> {
                                run.place.admin("r.table('events').indexDrop('ts')");
                                run.burst(SuiteSize.of(50, 500));
                                run.place.admin("r.branch(r.table('events').indexList().contains('ts'), null,"
                                        + " r.table('events').indexCreate('ts'))");
                            },
                            unused -> {}),
                    table);
        }
    }

    @Test
    void aTableRenamedAndBack(TestDb db, FaultTable table) throws Exception {
        // Whoever may make a table would make another of the old name.
        db.create().createTable("events");
        try (var outside = db.outside()) {
            outside.value("r.table('events').indexCreate('ts')");
            outside.value("r.table('events').indexWait('ts')");
            outside.value("r.tableCreate('events_positions')");
        }
        try (var run = new FaultRun(RunDatabase.of(db).with("create", "never"))) {
            run.through(
                    Fault.of(
                            "table renamed and back",
                            SuiteSize.seconds(3, 20),
                            unused -> run.place.admin("r.table('events').config().update({name: 'elsewhere'})"),
                            unused -> run.place.admin("r.table('elsewhere').config().update({name: 'events'})")),
                    table);
        }
    }

    @Test
    void rightsRevokedAndGrantedAgain(TestDb db, FaultTable table) throws Exception {
        // Users that may create a table, but not see the system's, cannot repair one that two of them created at once.
        db.create().createTable("events");
        try (var outside = db.outside();
                var user = TestUser.on(db, outside)) {
            outside.value("r.table('events').indexCreate('ts')");
            outside.value("r.tableCreate('events_positions')");
            user.grant("{read: true, write: true, config: true}");
            try (var run = new FaultRun(RunDatabase.of(db).with("url", user.url()))) {
                run.through(
                        Fault.of(
                                        "rights revoked and granted again",
                                        SuiteSize.seconds(1, 10),
                                        unused -> {
                                            user.grant("{read: false, write: false}");
                                            // Feeds notice it at the next event, which must come from another.
                                            outside.value("r.table('events').insert({args: ['other'], ts: r.now()})");
                                        },
                                        unused -> user.grant("{read: true, write: true}"))
                                .that(Trait.REFUSES),
                        table);
            }
        }
    }

    @Test
    void eventsThatArriveLongAfterTheirTime(TestDb db, FaultTable table) throws Exception {
        var server = db.server().embedded();
        assumeTrue(server.isPresent(), "on a real server this is a freeze of one of several, see ClusterFaultsIT");
        survives(
                db,
                table,
                Fault.of(
                        "freeze without failover, events 8 s late",
                        SuiteSize.seconds(3, 20),
                        run -> {
                            // By this one positions are of the present, ahead of what comes late.
                            run.place.admin("r.table('events').insert({args: ['other'], ts: r.now().add(60)})");
                            server.get().faults().delayCommits(SuiteSize.seconds(2, 8));
                        },
                        run -> {
                            server.get().faults().delayCommits(Duration.ZERO);
                            server.get().faults().abortFeeds();
                        }));
    }

    @Test
    void aClockThatIsAhead(TestDb db, FaultTable table) throws Exception {
        survivesClock(db, table, "clock of one server 3 s ahead", Duration.ofSeconds(3));
    }

    @Test
    void aClockThatIsBehind(TestDb db, FaultTable table) throws Exception {
        survivesClock(db, table, "clock of one server 3 s behind", Duration.ofSeconds(-3));
    }

    // The first publisher and the restarted subscriber are connected to that server.
    private static void survivesClock(TestDb db, FaultTable table, String name, Duration off) throws Exception {
        var server = db.server().embedded();
        assumeTrue(server.isPresent(), "the clock of a real server is the machine's");
        db.create();
        try (var outside = db.outside();
                var user = TestUser.on(db, outside)) {
            user.grant("{read: true, write: true, config: true}");
            var here = RunDatabase.of(db);
            var there = here.with("url", user.url());
            var both = List.of(there.options(), here.options(), here.options());
            try (var run = new FaultRun(new RunDatabase(here.server(), both, here.outside()))) {
                run.through(
                        Fault.of(
                                name,
                                SuiteSize.seconds(2, 20),
                                unused -> server.get().faults().skewClockFor(user.name(), off),
                                unused -> {
                                    // With positions by either clock, feeds are opened again.
                                    server.get().faults().abortFeeds();
                                    run.awaitNews();
                                    server.get().faults().skewClockFor(user.name(), Duration.ZERO);
                                }),
                        table);
            }
        }
    }

    private static void survives(TestDb db, FaultTable table, Fault fault) throws Exception {
        try (var run = new FaultRun(RunDatabase.of(db))) {
            run.through(fault, table);
        }
    }
}
