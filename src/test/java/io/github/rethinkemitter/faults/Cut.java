package io.github.rethinkemitter.faults;

import io.github.rethinkemitter.faults.Fault.Trait;
import io.github.rethinkemitter.support.TestServer;
import java.util.function.Function;

/** A way in which a link or a feed is cut. */
enum Cut {
    SERVER_KILLED(server -> Fault.of(
            "kill -9 and restart of the server", Size.seconds(1, 10), run -> server.kill(), run -> server.restart())),
    SERVER_FROZEN(server -> Fault.of("SIGSTOP", Size.seconds(4, 20), run -> server.freeze(), run -> server.thaw())
            .that(Trait.SILENT)),
    CUT_MID_FRAME(server ->
            Fault.moment("cut in the middle of a frame", run -> server.network().cutMidFrame(7))),
    HALF_OPEN(server -> Fault.of(
                    "half-open link",
                    Size.seconds(4, 30),
                    run -> server.network().swallow(),
                    run -> server.network().flow())
            .that(Trait.SILENT)),
    REFUSED(server -> Fault.of(
            "refused connections",
            Size.seconds(3, 60),
            run -> {
                server.network().refuse();
                server.network().cut();
            },
            run -> server.network().accept())),
    FEED_ABORTED(server -> Fault.of(
            "reconfigured to three shards and back",
            Size.seconds(1, 10),
            run -> run.place.reconfigure(3, 1),
            run -> run.place.reconfigure(1, 1)));

    private final Function<TestServer, Fault> fault;

    Cut(Function<TestServer, Fault> fault) {
        this.fault = fault;
    }

    Fault of(TestServer server) {
        return fault.apply(server);
    }
}
