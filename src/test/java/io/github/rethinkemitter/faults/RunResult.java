package io.github.rethinkemitter.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rethinkemitter.EventRefusedException;
import io.github.rethinkemitter.faults.Fault.Trait;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.assertj.core.api.SoftAssertions;

/**
 * What came of a run that has ended.
 *
 * @param gone events that were deleted by the fault, after all who were there had observed them
 */
record RunResult(FaultRun run, EventSet gone) {

    FaultRow row(Fault fault, double wholeAgainSeconds) {
        return new FaultRow(
                fault.name(),
                run.place.server(),
                run.ledger.triggered().count(),
                run.ledger.acknowledged().count(),
                sum(each(this::lost)),
                sum(each(EventSubscriber::twice)),
                sum(each(EventSubscriber::displaced)),
                wholeAgainSeconds);
    }

    // All that is wrong at once: what was missed explains what is out of order.
    void check(Fault fault, double wholeAgainSeconds) {
        var all = new SoftAssertions();
        all.assertThat(each(this::lost)).as("acknowledged events lost").allSatisfy(RunResult::isNone);
        all.assertThat(each(EventSubscriber::twice)).as("events observed twice").allSatisfy(RunResult::isNone);
        all.assertThat(each(EventSubscriber::displaced))
                .as("events out of order")
                .allSatisfy(RunResult::isNone);
        all.assertThat(wholeAgainSeconds)
                .as("seconds until all observe new events")
                .isNotNegative();
        all.assertThat(run.ledger.isSettled()).as("every stage is completed").isTrue();
        if (fault.is(Trait.REFUSES)) {
            all.assertThat(run.ledger.refusals())
                    .isNotEmpty()
                    .allSatisfy(problem -> assertThat(problem).isInstanceOf(EventRefusedException.class));
        } else {
            all.assertThat(run.ledger.refusals()).as("events refused").isEmpty();
        }
        all.assertThat(expected().without(run.place.stored()).count())
                .as("events claimed as stored that the table does not have")
                .isZero();
        all.assertThat(run.subscribers())
                .allSatisfy(subscriber ->
                        assertThat(subscriber.missed()).as(subscriber.name()).isEmpty());
        all.assertAll();
    }

    private int lost(EventSubscriber subscriber) {
        return (subscriber == run.late ? expected() : run.ledger.acknowledged())
                .without(subscriber.seen())
                .count();
    }

    /** What must be in the table, and known to one who joined after the fault. */
    private EventSet expected() {
        return run.ledger.acknowledged().without(gone);
    }

    private Map<String, Integer> each(Function<EventSubscriber, Integer> count) {
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
