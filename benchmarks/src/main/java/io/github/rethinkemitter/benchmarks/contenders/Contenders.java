package io.github.rethinkemitter.benchmarks.contenders;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** All contenders. */
public final class Contenders {

    /** The contenders that take part if none are named. */
    private static final List<Contender> DEFAULT = List.of(
            LibraryContender.unpacked(),
            LibraryContender.packed(),
            FloorContender.smallest(),
            FloorContender.throttled(),
            FloorContender.packed(),
            new PlainDriver(),
            new NodeLibrary(),
            RedisStreams.awaited(),
            RedisStreams.pipelined(),
            new PostgresNotify());

    private static final List<Contender> ON_DEMAND = List.of(
            new CrossedContender(LibraryContender.unpacked(), FloorContender.smallest()),
            new CrossedContender(FloorContender.smallest(), LibraryContender.unpacked()),
            new CrossedContender(LibraryContender.packed(), FloorContender.packed()),
            new CrossedContender(FloorContender.packed(), LibraryContender.unpacked()),
            LibraryContender.silent(),
            LibraryContender.traced(),
            FiveObservers.noneFails(),
            FiveObservers.oneFails());

    private Contenders() {}

    /** The contenders with these names, or the default ones if there are no names. */
    public static List<Contender> of(Set<String> names) {
        return names.isEmpty() ? DEFAULT : names.stream().map(Contenders::named).toList();
    }

    public static Contender named(String name) {
        return Stream.concat(DEFAULT.stream(), ON_DEMAND.stream())
                .filter(contender -> contender.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no contender is named " + name));
    }
}
