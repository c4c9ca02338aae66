package io.github.rethinkemitter.benchmarks.parts;

import io.github.rethinkemitter.benchmarks.contenders.Contender;
import io.github.rethinkemitter.benchmarks.contenders.Contenders;
import io.github.rethinkemitter.benchmarks.contenders.Payload;
import io.github.rethinkemitter.benchmarks.contenders.Scenario;
import io.github.rethinkemitter.benchmarks.contenders.Sender;
import io.github.rethinkemitter.benchmarks.report.Results;
import io.github.rethinkemitter.benchmarks.services.Program;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/** Measures how fast one observer in a new process reads a long backlog, and how much heap that needs. */
public final class CatchUpMeasurement {

    private static final long POLL_MILLIS = 25; // a packed backlog is read in some seconds
    private static final int MAX_POLLS = 12_000;
    private static final String DRIVER = "driver"; // reads once, because no mark is about it

    private final Participants participants;
    private final MeasurementPlan plan;
    private final Results results;
    private final String[] jvmOptions;

    public CatchUpMeasurement(Participants participants, MeasurementPlan plan, Results results, String... jvmOptions) {
        this.participants = participants;
        this.plan = plan;
        this.results = results;
        this.jvmOptions = jvmOptions;
    }

    /**
     * How the stored events are written, and who reads them.
     *
     * @param readers names of the contenders that read these documents
     */
    private record Backlog(String table, Contender publisher, Set<String> readers) {}

    public void run() throws Exception {
        measure(new Backlog("backlog", Contenders.named("floor"), Set.of("ours", "floor", DRIVER)));
        measure(new Backlog("backlog_packed", Contenders.named("packedFloor"), Set.of("packed", "packedFloor")));
    }

    private void measure(Backlog backlog) throws Exception {
        List<Contender> readers = participants.contenders().stream()
                .filter(contender -> backlog.readers().contains(contender.name()))
                .toList();
        if (readers.isEmpty()) {
            return;
        }
        Contender publisher = backlog.publisher();
        var scenario =
                new Scenario(participants.server(publisher), backlog.table(), false, 1, true, Payload.USUAL_BYTES);
        fill(publisher, scenario);
        for (int round = 0; round < plan.unlessQuick(plan.rounds()); round++) {
            for (Contender contender : readers) {
                if (round == 0 || !contender.name().equals(DRIVER)) {
                    read(contender, scenario, "catchUp", jvmOptions);
                }
            }
        }
        for (Contender contender : readers) {
            if (!contender.name().equals(DRIVER)) {
                read(contender, scenario, "catchUp.Xmx64m", "-Xmx64m");
            }
        }
        publisher.remove(scenario);
    }

    private void fill(Contender publisher, Scenario scenario) throws Exception {
        publisher.prepare(scenario);
        try (Sender sender = publisher.sender(scenario)) {
            for (int i = 0; i < plan.backlog(); i++) {
                sender.publish(Payload.of(i, Payload.now()));
            }
            sender.flush();
        }
    }

    private static double eventsPerSecondBetween(ChildReport first, ChildReport second) {
        return (second.get("total") - first.get("total"))
                * 1e6
                / (second.get("firstToLast") - first.get("firstToLast"));
    }

    private void addPerEvent(String scope, Contender contender, long nanos) {
        results.add(scope, contender.name(), nanos / 1e3 / plan.backlog());
    }

    private void read(Contender contender, Scenario scenario, String scope, String... options)
            throws IOException, InterruptedException {
        long serverBefore = participants.serverCpuNanos(contender);
        try (Program reader = ChildProcesses.start("subscriber", contender, scenario, options)) {
            reader.awaitLine("ready");
            ChildReport half = ChildReport.awaitTotal(reader, plan.backlog() / 2, POLL_MILLIS, MAX_POLLS);
            ChildReport report = ChildReport.awaitTotal(reader, plan.backlog(), POLL_MILLIS, MAX_POLLS);
            if (report.get("total") != plan.backlog()) {
                results.remark(contender.name() + " observed " + report.get("total") + " of " + plan.backlog()
                        + " stored events (" + scope + ")");
                return;
            }
            results.add(scope, contender.name(), plan.backlog() * 1e6 / report.get("firstToLast"));
            if (half.get("total") < report.get("total")) {
                results.add(scope + ".laterHalf", contender.name(), eventsPerSecondBetween(half, report));
            }
            addPerEvent(scope + ".subscriberCpuMicros", contender, report.get("cpu"));
            addPerEvent(scope + ".compilerMicros", contender, report.get("compilers"));
            long serverCpu = participants.serverCpuNanos(contender) - serverBefore;
            if (serverCpu > 0) {
                addPerEvent(scope + ".serverCpuMicros", contender, serverCpu);
            }
            results.add(scope + ".heapGrowthMiB", contender.name(), report.get("heapGrowth") / 1048576.0);
            results.add(scope + ".heapPeakMiB", contender.name(), report.get("heapPeak") / 1048576.0);
        }
    }
}
