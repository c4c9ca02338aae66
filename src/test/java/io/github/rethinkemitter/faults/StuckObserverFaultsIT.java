package io.github.rethinkemitter.faults;

import io.github.rethinkemitter.support.server.ContractTest;
import io.github.rethinkemitter.support.server.TestDb;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Links and feeds that are cut while one application has an observer that does not return. */
@ContractTest
@ExtendWith(FaultTableResolver.class)
@Timeout(value = 15, unit = TimeUnit.MINUTES) // of real size, a run may take longer than tests usually do
class StuckObserverFaultsIT {

    @ParameterizedTest
    @EnumSource(ConnectionFault.class)
    void nothingIsLostAndTheLinkIsWatched(ConnectionFault cut, TestDb db, FaultTable table) throws Exception {
        try (var run = new FaultRun(RunDatabase.of(db))) {
            run.through(cut.of(db.server()).withAStuckObserver(), table);
        }
    }
}
