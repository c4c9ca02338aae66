package io.github.rethinkemitter.benchmarks.contenders;

import java.net.URI;
import java.util.List;

/**
 * Where events are stored, and how they are received.
 *
 * @param server URL of the server that stores the events
 * @param table table, stream or channel of the events
 * @param hard whether an acknowledged event is on disk
 * @param subscribers number of subscribers, each of which receives all events
 * @param stored whether the events are already stored when the subscribers start
 * @param payloadBytes bytes of JSON of each payload
 */
public record Scenario(URI server, String table, boolean hard, int subscribers, boolean stored, int payloadBytes) {

    public static final String TOPIC = "bench";

    /** The same with another table. */
    Scenario ofTable(String other) {
        return new Scenario(server, other, hard, subscribers, stored, payloadBytes);
    }

    public String durability() {
        return hard ? "hard" : "soft";
    }

    public List<String> arguments() {
        return List.of(
                server.toString(),
                table,
                durability(),
                Integer.toString(subscribers),
                Boolean.toString(stored),
                Integer.toString(payloadBytes));
    }

    public static Scenario of(List<String> arguments) {
        return new Scenario(
                URI.create(arguments.get(0)),
                arguments.get(1),
                arguments.get(2).equals("hard"),
                Integer.parseInt(arguments.get(3)),
                Boolean.parseBoolean(arguments.get(4)),
                Integer.parseInt(arguments.get(5)));
    }
}
