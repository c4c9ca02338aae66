package io.github.rethinkemitter.benchmarks.child;

import io.github.rethinkemitter.benchmarks.contenders.Contender;
import io.github.rethinkemitter.benchmarks.contenders.Contenders;
import io.github.rethinkemitter.benchmarks.contenders.Scenario;
import io.github.rethinkemitter.benchmarks.contenders.Sender;
import java.util.List;

/** A process that publishes events as a contender does. */
final class PublisherMain {

    private PublisherMain() {}

    public static void main(String[] arguments) throws Exception {
        Contender contender = Contenders.named(arguments[0]);
        var scenario = Scenario.of(List.of(arguments).subList(1, arguments.length));
        var meter = new Meter();
        try (Sender sender = contender.sender(scenario);
                var load = new LoadGenerator(sender, scenario.payloadBytes())) {
            ChildCommands.serve(words -> switch (words[0]) {
                case "run" -> {
                    load.start(Integer.parseInt(words[1]), Double.parseDouble(words[2]));
                    yield "running";
                }
                case "stop" -> "published=" + load.stop();
                default -> ChildCommands.common(words, meter);
            });
        }
        System.exit(0);
    }
}
