package io.github.rethinkemitter.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.rethinkemitter.RethinkEvent;
import io.github.rethinkemitter.contract.TestApplication;
import io.github.rethinkemitter.faults.Fault.Trait;
import io.github.rethinkemitter.support.leaks.LeakCheck;
import io.github.rethinkemitter.support.server.RealServer;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Faults of a cluster of three real servers with three replicas. The applications are connected to different servers. */
@ExtendWith(LeakCheck.class)
@ExtendWith(FaultTableResolver.class)
@Timeout(value = 15, unit = TimeUnit.MINUTES) // a run of the full size takes longer than other tests
class ClusterFaultsIT {

    private static Cluster cluster;

    @BeforeAll
    static void startServers() {
        assumeTrue(SuiteSize.hasRealServers(), "run with -Dfaults=all for the faults of a cluster");
        var binary = RealServer.binary();
        assumeTrue(binary.isPresent(), "three servers need a rethinkdb on the PATH");
        cluster = Cluster.start(binary.get());
    }

    @AfterAll
    static void stopServers() {
        if (cluster != null) {
            cluster.close();
        }
    }

    @Test
    void positionsHaveAsManyReplicasAsEvents() throws Exception {
        var database = cluster.createDatabase("replicas");

        try (var subscriber = TestApplication.of(database.options().with("subscriber", "name"))) {
            subscriber.observing("**", RethinkEvent.class, event -> {});
            subscriber.connected();

            try (var outside = cluster.outside("replicas")) {
                assertThat(outside.value("r.table('events_positions').config()('shards')(0)('replicas').count()")
                                .asInt())
                        .isEqualTo(3);
            }
        }
    }

    @Test
    void nothingIsLostWhenThePrimaryIsKilledAndRestarted(FaultTable table) throws Exception {
        assertNothingIsLost(
                "killed",
                Fault.of(
                                "three servers: kill -9 of the primary, and back",
                                SuiteSize.seconds(6, 30),
                                run -> cluster.primaryToBreak("killed").kill(),
                                run -> cluster.primaryToRepair().restart())
                        .with(Trait.FORGETS_WRITES),
                table);
    }

    @Test
    void nothingIsLostWhenTheTableIsReconfiguredToThreeShardsAndBack(FaultTable table) throws Exception {
        assertNothingIsLost(
                "reconfigured",
                Fault.of(
                        "three servers: three shards and back",
                        SuiteSize.seconds(2, 15),
                        run -> run.database.reconfigure(3, 3),
                        run -> run.database.reconfigure(1, 3)),
                table);
    }

    @Test
    void nothingIsLostWhenTheTableIsRebalanced(FaultTable table) throws Exception {
        assertNothingIsLost(
                "rebalanced",
                Fault.of(
                        "three servers: rebalance",
                        SuiteSize.seconds(2, 15),
                        run -> {
                            run.database.reconfigure(3, 3);
                            run.database.admin("r.table('events').rebalance()");
                        },
                        run -> run.database.admin("r.table('events').wait({timeout: 30})")),
                table);
    }

    @Test
    void nothingIsLostWhenThePrimaryIsFrozenForLessTimeThanAFailoverTakes(FaultTable table) throws Exception {
        assertNothingIsLost(
                "frozen",
                Fault.of(
                        "three servers: primary frozen, no failover",
                        SuiteSize.seconds(4, 8),
                        run -> cluster.primaryToBreak("frozen").freeze(),
                        run -> cluster.primaryToRepair().thaw()),
                table);
    }

    @Test
    void nothingIsLostWhenThePrimaryIsFrozenUntilAFailover(FaultTable table) throws Exception {
        assumeTrue(SuiteSize.current() == SuiteSize.FULL, "a failover takes 16 s, run with -Dfaults=full");
        assertNothingIsLost(
                "failed_over",
                Fault.of(
                                "three servers: primary frozen, failover",
                                SuiteSize.seconds(30, 30),
                                run -> cluster.primaryToBreak("failed_over").freeze(),
                                run -> cluster.primaryToRepair().thaw())
                        .with(Trait.FORGETS_WRITES),
                table);
    }

    private static void assertNothingIsLost(String db, Fault fault, FaultTable table) throws Exception {
        try (var run = new FaultRun(cluster.createDatabase(db))) {
            run.execute(fault, table);
        }
    }
}
