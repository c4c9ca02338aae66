package io.github.rethinkemitter.benchmarks.child;

import io.github.rethinkemitter.benchmarks.contenders.Contender;
import io.github.rethinkemitter.benchmarks.contenders.Contenders;
import io.github.rethinkemitter.benchmarks.contenders.Scenario;
import java.util.List;

/** A process that receives events as a contender does, and reports their number and latency. */
final class SubscriberMain {

    private SubscriberMain() {}

    public static void main(String[] arguments) throws Exception {
        Contender contender = Contenders.named(arguments[0]);
        var scenario = Scenario.of(List.of(arguments).subList(1, arguments.length));
        var meter = new Meter();
        meter.mark();
        try (AutoCloseable subscribed = contender.receive(scenario, meter::observed)) {
            ChildCommands.serve(words -> ChildCommands.common(words, meter));
        }
        System.exit(0);
    }
}
