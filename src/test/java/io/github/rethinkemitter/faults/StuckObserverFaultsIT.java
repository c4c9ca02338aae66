package io.github.rethinkemitter.faults;

import io.github.rethinkemitter.support.server.ContractTest;
import io.github.rethinkemitter.support.server.TestDb;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Connections and feeds are interrupted while one application has an observer that does not return. */
@ContractTest
@ExtendWith(FaultTableResolver.class)
@Timeout(value = 15, unit = TimeUnit.MINUTES) // a run of the full size takes longer than other tests
class StuckObserverFaultsIT {

    @ParameterizedTest
    @EnumSource(ConnectionFault.class)
    void nothingIsLostAndTheConnectionIsStillWatched(ConnectionFault fault, TestDb db, FaultTable table)
            throws Exception {
        try (var run = new FaultRun(RunDatabase.of(db))) {
            run.execute(fault.of(db.server()).withStuckObserver(), table);
        }
    }
}
