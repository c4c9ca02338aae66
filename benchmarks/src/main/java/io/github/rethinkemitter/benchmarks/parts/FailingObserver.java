package io.github.rethinkemitter.benchmarks.parts;

import io.github.rethinkemitter.benchmarks.contenders.Contender;
import io.github.rethinkemitter.benchmarks.contenders.Payload;
import io.github.rethinkemitter.benchmarks.contenders.Scenario;
import io.github.rethinkemitter.benchmarks.report.Results;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Measures what four observers notice of a fifth one that fails on every tenth event, at a fixed rate: the same server, with and
 * without the failures, is measured in turn.
 */
public final class FailingObserver {

    /** The names of the contenders that take part, and no others. */
    public static final List<String> CONTENDERS = List.of("noneFails", "oneFails");

    private static final int THREADS = 4;
    private static final int COUNTING = 4; // observers that count events
    private static final double RATE = 2_000;
    private static final int ROUNDS_FACTOR = 2;
    private static final double SECONDS_FACTOR = 2;

    private final Participants participants;
    private final MeasurementPlan plan;
    private final Results results;
    private final String[] jvmOptions;

    public FailingObserver(Participants participants, MeasurementPlan plan, Results results, String... jvmOptions) {
        this.participants = participants;
        this.plan = plan;
        this.results = results;
        this.jvmOptions = jvmOptions;
    }

    public void run() throws Exception {
        List<ProcessPair> pairs = new ArrayList<>();
        try {
            for (Contender contender : participants.contenders()) {
                pairs.add(new ProcessPair(contender, scenario(contender), jvmOptions));
            }
            for (ProcessPair pair : pairs) {
                pair.awaitReady();
                pair.warmUpAt(THREADS, RATE, plan.warmUp() * plan.unlessQuick(2));
            }
            for (int round = 0; round < plan.rounds() * plan.unlessQuick(ROUNDS_FACTOR); round++) {
                for (ProcessPair pair : pairs) {
                    measure(pair);
                }
                Collections.reverse(pairs);
            }
        } finally {
            pairs.forEach(ProcessPair::end);
            pairs.forEach(ProcessPair::close);
        }
        for (ProcessPair pair : pairs) {
            pair.removeEvents();
        }
    }

    private Scenario scenario(Contender contender) {
        return new Scenario(
                participants.server(contender),
                "events_" + contender.name(),
                true,
                COUNTING,
                false,
                Payload.USUAL_BYTES);
    }

    private void measure(ProcessPair pair) throws Exception {
        String name = pair.contender().name();
        var report = pair.measure(THREADS, RATE, plan.settle(), plan.measured() * SECONDS_FACTOR)
                .subscriber();
        results.add("failing.perSecond", name, report.perSecond() / COUNTING);
        results.add("failing.p50Micros", name, report.get("p50"));
        results.add("failing.p99Micros", name, report.get("p99"));
        results.add("failing.subscriberCpuMicros", name, report.get("cpu") * COUNTING / 1e3 / report.get("events"));
    }
}
