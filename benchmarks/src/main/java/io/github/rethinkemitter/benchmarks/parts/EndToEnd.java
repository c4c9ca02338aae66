package io.github.rethinkemitter.benchmarks.parts;

import io.github.rethinkemitter.benchmarks.contenders.Contender;
import io.github.rethinkemitter.benchmarks.contenders.Scenario;
import io.github.rethinkemitter.benchmarks.parts.MeasurementPlan.Cell;
import io.github.rethinkemitter.benchmarks.parts.MeasurementPlan.Who;
import io.github.rethinkemitter.benchmarks.report.Results;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * From a publisher's process to observers in another: how many events pass at most, what one costs, and how long it takes
 * at a rate. The processes of all contenders live for the whole of a cell, and have their turns in alternation.
 */
public final class EndToEnd {

    private static final int MARK_THREADS = 4;
    private static final long WARM = 10_000;
    private static final double LOW_RATE = 200;
    private static final double LONE_RATE = 2_000; // at which most events still go alone
    private static final int LONE_WARM_UPS = 3; // the JVM compiles best what has run some 15,000 times
    private static final int MORE_ROUNDS = 3; // the machine and the database change by more than contenders differ
    private static final double SHORTER = 0.7;
    private static final double HIGH_PART = 0.8;
    private static final double LONGER = 1.5;

    private final Participants surroundings;
    private final MeasurementPlan size;
    private final Results results;
    private final String[] jvmOptions;

    public EndToEnd(Participants surroundings, MeasurementPlan size, Results results, String... jvmOptions) {
        this.surroundings = surroundings;
        this.size = size;
        this.results = results;
        this.jvmOptions = jvmOptions;
    }

    public void run(boolean withLatency) throws Exception {
        for (Cell cell : size.cells()) {
            List<ProcessPair> pairs = new ArrayList<>();
            try {
                for (Contender contender : surroundings.contenders()) {
                    if (cell.who().has(contender)) {
                        pairs.add(pair(contender, cell));
                    }
                }
                for (ProcessPair pair : pairs) {
                    pair.awaitReady();
                    pair.warmUp(MARK_THREADS, size.warmUp(), Who.MARKS.has(pair.contender()) ? WARM : 0);
                }
                throughput(cell, pairs);
                if (withLatency) {
                    latency(
                            cell,
                            pairs.stream()
                                    .filter(pair -> cell.latency().has(pair.contender()))
                                    .toList());
                }
            } finally {
                pairs.forEach(ProcessPair::end);
                pairs.forEach(ProcessPair::close);
            }
        }
    }

    private ProcessPair pair(Contender contender, Cell cell) throws Exception {
        var scene = new Scenario(
                surroundings.server(contender), "events_" + contender.name(), cell.hard(), cell.subscribers(), false);
        return new ProcessPair(contender, scene, jvmOptions);
    }

    private void throughput(Cell cell, List<ProcessPair> pairs) throws Exception {
        for (int threads : cell.threads()) {
            for (int round = 0; round < size.rounds(); round++) {
                for (ProcessPair pair : inTurn(pairs, round)) {
                    if (round < size.rounds(pair.contender())) {
                        throughput(cell, threads, pair);
                    }
                }
            }
        }
    }

    private void throughput(Cell cell, int threads, ProcessPair pair) throws Exception {
        String scope = scope(cell, threads);
        String name = pair.contender().name();
        var measured = pair.measure(threads, 0, size.settle(), size.measured());
        results.add(scope, name, measured.subscriber().perSecond());
        double observed = measured.subscriber().get("events");
        costs(scope + ".subscriber", name, measured.subscriber(), observed);
        costs(scope + ".publisher", name, measured.publisher(), observed / cell.subscribers());
    }

    // Each round begins and goes another way, so that nobody always comes after the same one, for whom the database may
    // still be at work.
    private static List<ProcessPair> inTurn(List<ProcessPair> pairs, int round) {
        List<ProcessPair> turned = new ArrayList<>(pairs);
        if (round % 2 == 1) {
            Collections.reverse(turned);
        }
        Collections.rotate(turned, -round / 2);
        return turned;
    }

    private static String scope(Cell cell, int threads) {
        String subscribers = cell.subscribers() == 1 ? "" : "." + cell.subscribers() + "subscribers";
        return "endToEnd." + cell.scope() + "." + threads + "threads" + subscribers;
    }

    private void costs(String scope, String name, ChildReport report, double events) {
        if (events == 0) {
            return;
        }
        results.add(scope + "CpuMicros", name, report.get("cpu") / 1e3 / events);
        if (report.get("allocated") > 0) {
            results.add(scope + "AllocatedBytes", name, report.get("allocated") / events);
        }
    }

    private void latency(Cell cell, List<ProcessPair> pairs) throws Exception {
        for (ProcessPair pair : pairs) {
            // The way of a lone event is not that of many, and at the low rate the compilers would need minutes for it.
            pair.warmUpAt(MARK_THREADS, LONE_RATE, size.warmUp() * size.unlessQuick(LONE_WARM_UPS));
        }
        latencyAtLowRate(cell, pairs, size.unlessQuick(MORE_ROUNDS));
        for (int round = 0; round < size.unlessQuick(size.rounds()); round++) {
            for (ProcessPair pair : inTurn(pairs, round)) {
                double most = results.median(
                                scope(cell, MARK_THREADS), pair.contender().name())
                        .orElse(0);
                latency(cell, pair, "80percent", most * HIGH_PART, size.measured() * LONGER);
            }
        }
    }

    private void latencyAtLowRate(Cell cell, List<ProcessPair> pairs, int more) throws Exception {
        for (int round = 0; round < size.rounds() * more; round++) {
            for (ProcessPair pair : inTurn(pairs, round)) {
                if (round < size.rounds(pair.contender()) * more) {
                    latency(cell, pair, "200perSecond", LOW_RATE, size.measured() * SHORTER);
                }
            }
        }
    }

    private void latency(Cell cell, ProcessPair pair, String rate, double perSecond, double seconds) throws Exception {
        var measured = pair.measure(MARK_THREADS, Math.max(1, perSecond), size.settle(), seconds);
        var report = measured.subscriber();
        String scope = "latency." + cell.scope() + "." + rate;
        String name = pair.contender().name();
        results.add(scope + ".p50Micros", name, report.get("p50"));
        results.add(scope + ".p99Micros", name, report.get("p99"));
        results.add(scope + ".maxMicros", name, report.get("max"));
        costs(scope + ".subscriber", name, report, report.get("events"));
        costs(scope + ".publisher", name, measured.publisher(), report.get("events"));
    }
}
