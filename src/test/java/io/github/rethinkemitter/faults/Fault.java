package io.github.rethinkemitter.faults;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/**
 * Something that breaks and is mended.
 *
 * @param name for the table
 * @param lasts how long events flow between strike and heal
 */
record Fault(String name, Duration lasts, Act strike, Act heal, Set<Trait> traits) {

    /** What a fault does to a run. */
    interface Act {
        void on(FaultRun run) throws Exception;
    }

    /** What cannot be promised while there is such a fault. */
    enum Trait {
        /** Events are refused, and their publishers are told. */
        REFUSES,
        /** What is stored is deleted: nobody observes it any more, so it strikes when all have been observed. */
        DELETES,
        /**
         * The server ends before it has written what feeds have shown already. That is stored once more by its publisher,
         * and who did not end in order meanwhile observes it again without a flag: nobody knows that it was there before.
         */
        FORGETS,
        /** It ends the named subscriber itself, and not in order. */
        KILLS,
        /** The link is dead without a word: nothing but the heartbeat tells, and it has to before the fault ends. */
        SILENT
    }

    static Fault of(String name, Duration lasts, Act strike, Act heal) {
        return new Fault(name, lasts, strike, heal, Set.of());
    }

    /** One that is over at once. */
    static Fault moment(String name, Act strike) {
        return of(name, SuiteSize.seconds(0.5, 2), strike, run -> {});
    }

    Fault that(Trait trait) {
        var more = EnumSet.of(trait);
        more.addAll(traits);
        return new Fault(name, lasts, strike, heal, more);
    }

    /** The same while the slow subscriber has an observer that does not return. */
    Fault withAStuckObserver() {
        return new Fault(
                name + ", observer stuck",
                lasts,
                run -> {
                    run.slowness.hold();
                    run.awaitTrue(run.slowness::isHolding);
                    strike.on(run);
                },
                run -> {
                    heal.on(run);
                    run.slowness.release();
                },
                traits);
    }

    boolean is(Trait trait) {
        return traits.contains(trait);
    }
}
