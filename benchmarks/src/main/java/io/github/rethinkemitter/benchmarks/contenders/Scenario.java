package io.github.rethinkemitter.benchmarks.contenders;

import java.net.URI;
import java.util.List;

/**
 * Where and how events travel.
 *
 * @param server what stores them
 * @param table where in it
 * @param hard whether an acknowledged event is on disk
 * @param subscribers how many receive all of them
 * @param stored whether what is received was stored before
 */
public record Scenario(URI server, String table, boolean hard, int subscribers, boolean stored) {

    public static final String TOPIC = "bench";

    public String durability() {
        return hard ? "hard" : "soft";
    }

    public List<String> arguments() {
        return List.of(server.toString(), table, durability(), Integer.toString(subscribers), Boolean.toString(stored));
    }

    public static Scenario of(List<String> arguments) {
        return new Scenario(
                URI.create(arguments.get(0)),
                arguments.get(1),
                arguments.get(2).equals("hard"),
                Integer.parseInt(arguments.get(3)),
                Boolean.parseBoolean(arguments.get(4)));
    }
}
