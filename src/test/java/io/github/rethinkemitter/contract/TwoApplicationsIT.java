package io.github.rethinkemitter.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rethinkemitter.support.process.JavaProcess;
import io.github.rethinkemitter.support.server.ContractTest;
import io.github.rethinkemitter.support.server.TestDb;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Two CDI containers in two JVMs with one database, of which at most one packs events. {@code -Dcontract.events=10000} lets each
 * trigger that many events.
 */
@ContractTest(alsoPacking = true)
class TwoApplicationsIT {

    private static final int THREADS = 4;
    private static final int EACH = Integer.getInteger("contract.events", 1000) / THREADS;

    @Test
    void bothObserveEveryEventOnceAndInTheOrderOfItsPublisher(TestDb db) {
        var settings = List.of("-Drethink.emitter.url=" + db.url(), "-Drethink.emitter.durability=hard");
        var timeout = Duration.ofMinutes(10);
        var settingsOfA = new ArrayList<>(settings);
        settingsOfA.add("-Drethink.emitter.publish.pack=" + (db.packing() ? "auto" : "never"));
        try (var outside = db.outside();
                var a = JavaProcess.start(PeerServer.class, settingsOfA);
                var b = JavaProcess.start(PeerServer.class, settings)) {
            a.awaitLine("connected");
            b.awaitLine("connected");

            for (var peer : List.of(a, b)) {
                peer.say("trigger " + THREADS + " " + EACH);
                peer.say("expect " + 2 * THREADS * EACH);
                peer.say("end");
            }

            for (var peer : List.of(a, b)) {
                peer.awaitLine("ended", timeout);
                assertThat(peer.lines())
                        .contains("acknowledged " + THREADS * EACH + " failed 0")
                        .contains(
                                "observed " + 2 * THREADS * EACH + " of " + 2 * THREADS * EACH + ", once and in order");
                assertThat(peer.awaitExit()).isZero();
            }
            assertThat(outside.value("r.table('events').filter({v: 2}).isEmpty()")
                            .asBoolean())
                    .isNotEqualTo(db.packing());
        }
    }
}
