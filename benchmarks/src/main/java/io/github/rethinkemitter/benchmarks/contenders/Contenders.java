package io.github.rethinkemitter.benchmarks.contenders;

import java.util.List;

/** All that are compared. The first two are what the marks are about. */
public final class Contenders {

    public static final List<Contender> ALL = List.of(
            new Ours(),
            Floor.smallest(),
            Floor.paced(),
            new PlainDriver(),
            new NodeLibrary(),
            new RedisStreams(),
            new PostgresNotify());

    private Contenders() {}

    public static Contender named(String name) {
        return ALL.stream()
                .filter(contender -> contender.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
