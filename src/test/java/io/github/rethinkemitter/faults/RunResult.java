package io.github.rethinkemitter.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rethinkemitter.EventRefusedException;
import io.github.rethinkemitter.faults.Fault.Trait;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.assertj.core.api.SoftAssertions;

/**
 * The result of a run.
 *
 * @param packed the number of events in the table that share a document with others
 * @param deleted events that the fault deleted after all subscribers but the late one had observed them
 */
record RunResult(FaultRun run, int packed, EventSet deleted) {

    FaultRow row(Fault fault, double wholeAgainSeconds) {
        return new FaultRow(
                fault.name(),
                run.database.server(),
                run.published.triggered().count(),
                run.published.acknowledged().count(),
                packed,
                sum(each(this::lost)),
                sum(each(EventSubscriber::twice)),
                sum(each(EventSubscriber::displaced)),
                run.parked().parked(),
                wholeAgainSeconds);
    }

    // Reports all failures together: missed events explain events that are out of order.
    void check(Fault fault, double wholeAgainSeconds) {
        var checks = new SoftAssertions();
        checks.assertThat(each(this::lost)).as("acknowledged events lost").allSatisfy(RunResult::isZero);
        checks.assertThat(each(EventSubscriber::twice))
                .as("events observed twice")
                .allSatisfy(RunResult::isZero);
        checks.assertThat(each(EventSubscriber::displaced))
                .as("events out of order")
                .allSatisfy(RunResult::isZero);
        checks.assertThat(wholeAgainSeconds)
                .as("seconds until all subscribers observe new events")
                .isNotNegative();
        checks.assertThat(run.published.areAllSettled())
                .as("every stage is completed")
                .isTrue();
        checks.assertThat(packed).as("events that share a document").isPositive();
        if (fault.has(Trait.REFUSES_EVENTS)) {
            checks.assertThat(run.published.refusals())
                    .isNotEmpty()
                    .allSatisfy(exception -> assertThat(exception).isInstanceOf(EventRefusedException.class));
        } else {
            checks.assertThat(run.published.refusals()).as("events refused").isEmpty();
        }
        checks.assertThat(expected().without(run.database.stored()).count())
                .as("acknowledged events that are not in the table")
                .isZero();
        run.parked().check(run.failing, checks);
        checks.assertThat(run.subscribers())
                .allSatisfy(subscriber ->
                        assertThat(subscriber.missed()).as(subscriber.name()).isEmpty());
        checks.assertAll();
    }

    private int lost(EventSubscriber subscriber) {
        return (subscriber == run.late ? expected() : run.published.acknowledged())
                .without(subscriber == run.failing ? run.parked().handledOrParked() : subscriber.observed())
                .count();
    }

    /** The events that must be in the table, and that the late subscriber must have observed. */
    private EventSet expected() {
        return run.published.acknowledged().without(deleted);
    }

    private Map<String, Integer> each(Function<EventSubscriber, Integer> count) {
        Map<String, Integer> counts = new TreeMap<>();
        run.subscribers().forEach(subscriber -> counts.put(subscriber.name(), count.apply(subscriber)));
        return counts;
    }

    private static int sum(Map<String, Integer> counts) {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }

    private static void isZero(String subscriber, int count) {
        assertThat(count).as(subscriber).isZero();
    }
}
