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

/** Faults of three real servers with three replicas, to which applications are connected here and there. */
@ExtendWith(LeakCheck.class)
@ExtendWith(FaultTableResolver.class)
@Timeout(value = 15, unit = TimeUnit.MINUTES) // of real size, a run may take longer than tests usually do
class ClusterFaultsIT {

    private static Cluster cluster;

    @BeforeAll
    static void startServers() {
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
    void positionsAreKeptOnAsManyServersAsEvents() throws Exception {
        var place = cluster.place("replicas");

        try (var subscriber = TestApplication.of(place.options().with("subscriber", "name"))) {
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
    void aPrimaryThatIsKilledAndComesBack(FaultTable table) throws Exception {
        survives(
                "killed",
                Fault.of(
                                "three servers: kill -9 of the primary, and back",
                                SuiteSize.seconds(6, 30),
                                run -> cluster.takePrimary("killed").kill(),
                                run -> cluster.returnPrimary().restart())
                        .that(Trait.FORGETS),
                table);
    }

    @Test
    void aTableReconfiguredToThreeShardsAndBack(FaultTable table) throws Exception {
        survives(
                "reconfigured",
                Fault.of(
                        "three servers: three shards and back",
                        SuiteSize.seconds(2, 15),
                        run -> run.place.reconfigure(3, 3),
                        run -> run.place.reconfigure(1, 3)),
                table);
    }

    @Test
    void aRebalancedTable(FaultTable table) throws Exception {
        survives(
                "rebalanced",
                Fault.of(
                        "three servers: rebalance",
                        SuiteSize.seconds(2, 15),
                        run -> {
                            run.place.reconfigure(3, 3);
                            run.place.admin("r.table('events').rebalance()");
                        },
                        run -> run.place.admin("r.table('events').wait({timeout: 30})")),
                table);
    }

    @Test
    void aPrimaryFrozenForLessThanAFailoverTakes(FaultTable table) throws Exception {
        survives(
                "frozen",
                Fault.of(
                        "three servers: primary frozen, no failover",
                        SuiteSize.seconds(4, 8),
                        run -> cluster.takePrimary("frozen").freeze(),
                        run -> cluster.returnPrimary().thaw()),
                table);
    }

    @Test
    void aPrimaryFrozenForLongerThanAFailoverTakes(FaultTable table) throws Exception {
        assumeTrue(SuiteSize.current() == SuiteSize.FULL, "a failover takes 16 s, run with -Dfaults=full");
        survives(
                "failed_over",
                Fault.of(
                                "three servers: primary frozen, failover",
                                SuiteSize.seconds(30, 30),
                                run -> cluster.takePrimary("failed_over").freeze(),
                                run -> cluster.returnPrimary().thaw())
                        .that(Trait.FORGETS),
                table);
    }

    private static void survives(String db, Fault fault, FaultTable table) throws Exception {
        try (var run = new FaultRun(cluster.place(db))) {
            run.through(fault, table);
        }
    }
}
