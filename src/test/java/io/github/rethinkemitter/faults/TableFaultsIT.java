package io.github.rethinkemitter.faults;

import io.github.rethinkemitter.EmitterOptions;
import io.github.rethinkemitter.RethinkEvent;
import io.github.rethinkemitter.contract.TestApplication;
import io.github.rethinkemitter.contract.TestUser;
import io.github.rethinkemitter.faults.Fault.Trait;
import io.github.rethinkemitter.support.server.ContractTest;
import io.github.rethinkemitter.support.server.TestDb;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What an administrator does to the table of the events while applications use it. */
@ContractTest
@ExtendWith(FaultTableResolver.class)
@Timeout(value = 15, unit = TimeUnit.MINUTES) // a run of the full size takes longer than other tests
class TableFaultsIT {

    @Test
    void nothingIsLostWhenTheTableIsReconfiguredToThreeShardsAndBack(TestDb db, FaultTable table) throws Exception {
        assertNothingIsLost(db, table, ConnectionFault.FEED_ABORTED.of(db.server()));
    }

    @Test
    void nothingIsLostWhenTheTableIsRebalanced(TestDb db, FaultTable table) throws Exception {
        assertNothingIsLost(
                db,
                table,
                Fault.of(
                        "rebalance",
                        SuiteSize.seconds(1, 10),
                        run -> {
                            run.database.reconfigure(2, 1);
                            run.database.admin("r.table('events').rebalance()");
                        },
                        run -> run.database.admin("r.table('events').wait({timeout: 30})")));
    }

    @Test
    void newEventsAreNotLostWhenTheTableIsDroppedAndCreatedAgain(TestDb db, FaultTable table) throws Exception {
        assertNothingIsLost(
                db,
                table,
                Fault.of(
                                "table dropped and re-created",
                                SuiteSize.seconds(1, 10),
                                run -> {
                                    run.database.admin("r.tableDrop('events')");
                                    // The running applications must create the table: one that starts later would do so
                                    // in any case.
                                    run.awaitTrue(() -> run.database.hasEventTable());
                                },
                                run -> {})
                        .with(Trait.DELETES_EVENTS));
    }

    @Test
    void nothingIsLostWhenTheIndexIsDropped(TestDb db, FaultTable table) throws Exception {
        assertNothingIsLost(
                db,
                table,
                Fault.of(
                        "index dropped",
                        SuiteSize.seconds(4, 30),
                        run -> run.database.admin("r.table('events').indexDrop('ts')"),
                        run -> {}));
    }

    @Test
    void nothingIsLostWhenTheIndexIsDroppedAndMadeAgainAtOnce(TestDb db, FaultTable table) throws Exception {
        try (var run = new FaultRun(RunDatabase.of(db))) {
            run.publishers.add(new NodePublisher(FaultRun.NODE, run.published, db::outside));
            run.execute(
                    Fault.of(
                            "index dropped and made again at once, and Node",
                            SuiteSize.seconds(4, 30),
                            unused -> {
                                run.database.admin("r.table('events').indexDrop('ts')");
                                run.burst(SuiteSize.of(50, 500));
                                run.database.admin("r.branch(r.table('events').indexList().contains('ts'), null,"
                                        + " r.table('events').indexCreate('ts'))");
                            },
                            unused -> {}),
                    table);
        }
    }

    @Test
    void nothingIsLostWhenTheTableIsRenamedAndBack(TestDb db, FaultTable table) throws Exception {
        // Applications that may create tables would create another one with the old name.
        var database = RunDatabase.of(db).with("create", "never");
        createTables(db);
        try (var run = new FaultRun(database)) {
            run.execute(
                    Fault.of(
                                    "table renamed and back",
                                    SuiteSize.seconds(3, 20),
                                    unused -> run.database.admin(
                                            "r.table('events').config().update({name: 'elsewhere'})"),
                                    unused -> run.database.admin(
                                            "r.table('elsewhere').config().update({name: 'events'})"))
                            .with(Trait.ENDS_FEEDS),
                    table);
        }
    }

    @Test
    void noAcknowledgedEventIsLostWhenRightsAreRevokedAndGrantedAgain(TestDb db, FaultTable table) throws Exception {
        var database = RunDatabase.of(db);
        // The user may not read the system tables, and so could not repair a table that two applications create at
        // once.
        createTables(db);
        try (var outside = db.outside();
                var user = TestUser.on(db, outside)) {
            user.grant("{read: true, write: true, config: true}");
            try (var run = new FaultRun(database.with("url", user.url()))) {
                run.execute(
                        Fault.of(
                                        "rights revoked and granted again",
                                        SuiteSize.seconds(1, 10),
                                        unused -> {
                                            user.grant("{read: false, write: false}");
                                            // Feeds notice the missing right at the next event, which another user must
                                            // store.
                                            outside.value("r.table('events').insert({args: ['other'], ts: r.now()})");
                                        },
                                        unused -> user.grant("{read: true, write: true}"))
                                .with(Trait.REFUSES_EVENTS)
                                .with(Trait.ENDS_FEEDS),
                        table);
            }
        }
    }

    // Lets an application make the tables, with all that an application with a name needs.
    private static void createTables(TestDb db) throws Exception {
        try (var application =
                TestApplication.of(EmitterOptions.of(db.url().toString()).with("subscriber", "first"))) {
            application.observing("**", RethinkEvent.class, event -> {}).connected();
        }
    }

    private static void assertNothingIsLost(TestDb db, FaultTable table, Fault fault) throws Exception {
        try (var run = new FaultRun(RunDatabase.of(db))) {
            run.execute(fault, table);
        }
    }
}
