package io.github.rethinkemitter.benchmarks.parts;

import io.github.rethinkemitter.benchmarks.contenders.Contender;
import io.github.rethinkemitter.benchmarks.contenders.Payload;
import io.github.rethinkemitter.benchmarks.contenders.Scenario;
import io.github.rethinkemitter.benchmarks.parts.MeasurementPlan.Cell;
import io.github.rethinkemitter.benchmarks.parts.MeasurementPlan.ContenderGroup;
import io.github.rethinkemitter.benchmarks.report.Results;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * Measures events from a publisher's process to observers in another process: the highest rate, the cost of an event, and the
 * latency at a fixed rate. The processes of all contenders live for a whole cell and are measured in turn.
 */
public final class EndToEnd {

    private static final int MARK_THREADS = 4;
    private static final long WARM_UP_EVENTS = 10_000;
    private static final double LOW_RATE = 200;
    private static final double LONE_RATE = 2_000; // most events are still sent alone
    private static final int LONE_WARM_UPS = 3; // the JVM compiles fully what has run about 15,000 times
    private static final int LATENCY_ROUNDS = 3; // machine and database vary by more than the contenders differ
    private static final double LOW_RATE_SECONDS_FACTOR = 0.7;
    private static final Map<String, Double> HIGH_RATE_FACTORS = Map.of("50percent", 0.5, "80percent", 0.8);
    private static final double HIGH_RATE_SECONDS_FACTOR = 1.5;

    private final Participants participants;
    private final MeasurementPlan plan;
    private final Results results;
    private final String[] jvmOptions;

    public EndToEnd(Participants participants, MeasurementPlan plan, Results results, String... jvmOptions) {
        this.participants = participants;
        this.plan = plan;
        this.results = results;
        this.jvmOptions = jvmOptions;
    }

    public void run(boolean withLatency) throws Exception {
        for (Cell cell : plan.cells()) {
            List<ProcessPair> pairs = new ArrayList<>();
            try {
                for (Contender contender : participants.contenders()) {
                    if (cell.contenders().contains(contender)) {
                        pairs.add(pair(contender, cell));
                    }
                }
                for (ProcessPair pair : pairs) {
                    pair.awaitReady();
                    pair.warmUp(
                            MARK_THREADS,
                            plan.warmUp(),
                            ContenderGroup.IN_MARKS.contains(pair.contender()) ? WARM_UP_EVENTS : 0);
                }
                measureThroughput(cell, pairs);
                if (withLatency) {
                    measureLatency(
                            cell,
                            pairs.stream()
                                    .filter(pair -> cell.latency().contains(pair.contender()))
                                    .toList());
                }
            } finally {
                pairs.forEach(ProcessPair::end);
                pairs.forEach(ProcessPair::close);
            }
            // The next cell begins with an empty server.
            for (ProcessPair pair : pairs) {
                pair.removeEvents();
            }
        }
    }

    private ProcessPair pair(Contender contender, Cell cell) throws Exception {
        var scenario = new Scenario(
                participants.server(contender),
                "events_" + contender.name(),
                cell.hard(),
                cell.subscribers(),
                false,
                cell.payloadBytes());
        return new ProcessPair(contender, scenario, jvmOptions);
    }

    private void measureThroughput(Cell cell, List<ProcessPair> pairs) throws Exception {
        for (int threads : cell.threads()) {
            for (int round = 0; round < plan.rounds(); round++) {
                for (ProcessPair pair : ordered(pairs, round)) {
                    if (round < plan.rounds(pair.contender())) {
                        measureThroughput(cell, threads, pair);
                    }
                }
            }
        }
    }

    private void measureThroughput(Cell cell, int threads, ProcessPair pair) throws Exception {
        String scope = scope(cell, threads);
        String name = pair.contender().name();
        var measured = pair.measure(threads, 0, plan.settle(), plan.measured());
        results.add(scope, name, measured.subscriber().perSecond());
        double observed = measured.subscriber().get("events");
        addCosts(scope + ".subscriber", name, measured.subscriber(), observed);
        addCosts(scope + ".publisher", name, measured.publisher(), observed / cell.subscribers());
    }

    // Each round has another order: the database may still be busy for one contender while the next is measured, and
    // the next should not always be the same.
    private static List<ProcessPair> ordered(List<ProcessPair> pairs, int round) {
        List<ProcessPair> ordered = new ArrayList<>(pairs);
        if (round % 2 == 1) {
            Collections.reverse(ordered);
        }
        Collections.rotate(ordered, -round / 2);
        return ordered;
    }

    private static String scope(Cell cell, int threads) {
        String subscribers = cell.subscribers() == 1 ? "" : "." + cell.subscribers() + "subscribers";
        String size = cell.payloadBytes() == Payload.USUAL_BYTES ? "" : "." + cell.payloadBytes() / 1024 + "KB";
        return "endToEnd." + cell.scope() + "." + threads + "threads" + subscribers + size;
    }

    private void addCosts(String scope, String name, ChildReport report, double events) {
        if (events == 0) {
            return;
        }
        results.add(scope + "CpuMicros", name, report.get("cpu") / 1e3 / events);
        if (report.get("allocated") > 0) {
            results.add(scope + "AllocatedBytes", name, report.get("allocated") / events);
        }
    }

    private void measureLatency(Cell cell, List<ProcessPair> pairs) throws Exception {
        for (ProcessPair pair : pairs) {
            // Lone events take other code than many do, and at the low rate the JVM would need minutes to compile that
            // code.
            pair.warmUpAt(MARK_THREADS, LONE_RATE, plan.warmUp() * plan.unlessQuick(LONE_WARM_UPS));
        }
        measureLatencyAtLowRate(cell, pairs, plan.unlessQuick(LATENCY_ROUNDS));
        for (int round = 0; round < plan.unlessQuick(plan.rounds()); round++) {
            for (ProcessPair pair : ordered(pairs, round)) {
                measureLatencyAtHighRate(cell, pair, "80percent");
                if (ContenderGroup.FASTEST.contains(pair.contender())) {
                    measureLatencyAtHighRate(cell, pair, "50percent");
                }
            }
        }
    }

    private void measureLatencyAtHighRate(Cell cell, ProcessPair pair, String rate) throws Exception {
        double highest = results.median(
                        scope(cell, MARK_THREADS), pair.contender().name())
                .orElse(0);
        measureLatency(
                cell, pair, rate, highest * HIGH_RATE_FACTORS.get(rate), plan.measured() * HIGH_RATE_SECONDS_FACTOR);
    }

    private void measureLatencyAtLowRate(Cell cell, List<ProcessPair> pairs, int factor) throws Exception {
        for (int round = 0; round < plan.rounds() * factor; round++) {
            for (ProcessPair pair : ordered(pairs, round)) {
                if (round < plan.rounds(pair.contender()) * factor) {
                    measureLatency(cell, pair, "200perSecond", LOW_RATE, plan.measured() * LOW_RATE_SECONDS_FACTOR);
                }
            }
        }
    }

    private void measureLatency(Cell cell, ProcessPair pair, String rate, double perSecond, double seconds)
            throws Exception {
        var measured = pair.measure(MARK_THREADS, Math.max(1, perSecond), plan.settle(), seconds);
        var report = measured.subscriber();
        String scope = "latency." + cell.scope() + "." + rate;
        String name = pair.contender().name();
        results.add(scope + ".p50Micros", name, report.get("p50"));
        results.add(scope + ".p99Micros", name, report.get("p99"));
        results.add(scope + ".maxMicros", name, report.get("max"));
        addCosts(scope + ".subscriber", name, report, report.get("events"));
        addCosts(scope + ".publisher", name, measured.publisher(), report.get("events"));
    }
}
