package io.github.rethinkemitter.benchmarks.contenders;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** All that are compared. */
public final class Contenders {

    /** Who takes part when nobody is named. The first two are what the marks are about. */
    private static final List<Contender> USUAL = List.of(
            new LibraryContender(),
            FloorContender.smallest(),
            FloorContender.paced(),
            new PlainDriver(),
            new NodeLibrary(),
            new RedisStreams(),
            new PostgresNotify());

    private static final List<Contender> ON_DEMAND =
            List.of(new CrossedContender(new LibraryContender(), FloorContender.smallest()), new CrossedContender(FloorContender.smallest(), new LibraryContender()));

    private Contenders() {}

    /** Those of these names; the usual ones when there are none. */
    public static List<Contender> of(Set<String> names) {
        return names.isEmpty() ? USUAL : names.stream().map(Contenders::named).toList();
    }

    public static Contender named(String name) {
        return Stream.concat(USUAL.stream(), ON_DEMAND.stream())
                .filter(contender -> contender.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no contender is named " + name));
    }
}
