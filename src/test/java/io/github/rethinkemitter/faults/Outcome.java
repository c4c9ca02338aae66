package io.github.rethinkemitter.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rethinkemitter.EventRefusedException;
import io.github.rethinkemitter.faults.Fault.Trait;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What came of a run that has ended.
 *
 * @param gone events that were deleted by the fault, after all who were there had observed them
 */
record Outcome(FaultRun run, Numbers gone) {

    FaultRow row(Fault fault, double wholeAgainSeconds) {
        return new FaultRow(
                fault.name(),
                run.place.server(),
                run.ledger.triggered().count(),
                run.ledger.acknowledged().count(),
                sum(each(this::lost)),
                sum(each(Subscriber::twice)),
                sum(each(Subscriber::displaced)),
                wholeAgainSeconds);
    }

    void check(Fault fault, double wholeAgainSeconds) {
        assertThat(each(this::lost)).as("acknowledged events lost").allSatisfy(Outcome::isNone);
        assertThat(each(Subscriber::twice)).as("events observed twice").allSatisfy(Outcome::isNone);
        assertThat(each(Subscriber::displaced)).as("events out of order").allSatisfy(Outcome::isNone);
        assertThat(wholeAgainSeconds).as("seconds until all observe new events").isNotNegative();
        assertThat(run.ledger.isSettled()).as("every stage is completed").isTrue();
        if (fault.is(Trait.REFUSES)) {
            assertThat(run.ledger.refusals())
                    .isNotEmpty()
                    .allSatisfy(problem -> assertThat(problem).isInstanceOf(EventRefusedException.class));
        } else {
            assertThat(run.ledger.refusals()).as("events refused").isEmpty();
        }
        assertThat(expected().without(run.place.stored()).count())
                .as("events claimed as stored that the table does not have")
                .isZero();
        assertThat(run.subscribers())
                .allSatisfy(subscriber ->
                        assertThat(subscriber.missed()).as(subscriber.name()).isEmpty());
    }

    private int lost(Subscriber subscriber) {
        return (subscriber == run.late ? expected() : run.ledger.acknowledged())
                .without(subscriber.seen())
                .count();
    }

    /** What must be in the table, and known to one who joined after the fault. */
    private Numbers expected() {
        return run.ledger.acknowledged().without(gone);
    }

    private Map<String, Integer> each(Function<Subscriber, Integer> count) {
        Map<String, Integer> counts = new TreeMap<>();
        run.subscribers().forEach(subscriber -> counts.put(subscriber.name(), count.apply(subscriber)));
        return counts;
    }

    private static int sum(Map<String, Integer> counts) {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }

    private static void isNone(String subscriber, int count) {
        assertThat(count).as(subscriber).isZero();
    }
}
