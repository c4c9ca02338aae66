package io.github.rethinkemitter.faults;

import io.github.rethinkemitter.faults.Fault.Trait;
import io.github.rethinkemitter.support.server.TestServer;

/** A fault that interrupts a connection or a feed. */
enum ConnectionFault {
    SERVER_KILLED,
    SERVER_FROZEN,
    CUT_MID_FRAME,
    HALF_OPEN,
    REFUSED,
    FEED_ABORTED;

    /** This fault of a server and of the network before it. */
    Fault of(TestServer server) {
        return switch (this) {
            case SERVER_KILLED ->
                Fault.of(
                                "kill -9 and restart of the server",
                                SuiteSize.seconds(1, 10),
                                run -> server.kill(),
                                run -> server.restart())
                        .with(Trait.FORGETS_WRITES)
                        .with(Trait.CUTS_OFF);
            case SERVER_FROZEN ->
                Fault.of("SIGSTOP", SuiteSize.seconds(4, 20), run -> server.freeze(), run -> server.thaw())
                        .with(Trait.SILENT)
                        .with(Trait.CUTS_OFF);
            case CUT_MID_FRAME ->
                Fault.momentary(
                        "cut in the middle of a frame", run -> server.network().cutMidFrame(7));
            case HALF_OPEN ->
                Fault.of(
                                "half-open link",
                                SuiteSize.seconds(4, 30),
                                run -> server.network().swallow(),
                                run -> server.network().forward())
                        .with(Trait.SILENT)
                        .with(Trait.CUTS_OFF);
            case REFUSED ->
                Fault.of(
                                "refused connections",
                                SuiteSize.seconds(3, 60),
                                run -> {
                                    server.network().refuse();
                                    server.network().cut();
                                },
                                run -> server.network().accept())
                        .with(Trait.CUTS_OFF);
            case FEED_ABORTED ->
                Fault.of(
                        "reconfigured to three shards and back",
                        SuiteSize.seconds(1, 10),
                        run -> run.database.reconfigure(3, 1),
                        run -> run.database.reconfigure(1, 1));
        };
    }
}
