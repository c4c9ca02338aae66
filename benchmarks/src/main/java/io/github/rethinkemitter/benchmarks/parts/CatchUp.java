package io.github.rethinkemitter.benchmarks.parts;

import io.github.rethinkemitter.benchmarks.contenders.Contender;
import io.github.rethinkemitter.benchmarks.contenders.Contenders;
import io.github.rethinkemitter.benchmarks.contenders.Payload;
import io.github.rethinkemitter.benchmarks.contenders.Scenario;
import io.github.rethinkemitter.benchmarks.contenders.Sender;
import io.github.rethinkemitter.benchmarks.parts.MeasurementPlan.Who;
import io.github.rethinkemitter.benchmarks.report.Results;
import io.github.rethinkemitter.benchmarks.services.Program;
import java.io.IOException;

/** Reads a long backlog into one observer of a new process: events/s from the first to the last, and how much heap that needs. */
public final class CatchUp {

    private static final long POLL_MILLIS = 100;
    private static final int PATIENCE = 3000;

    private final Participants surroundings;
    private final MeasurementPlan size;
    private final Results results;
    private final String[] jvmOptions;
    private final Contender filler = Contenders.named("floor");

    public CatchUp(Participants surroundings, MeasurementPlan size, Results results, String... jvmOptions) {
        this.surroundings = surroundings;
        this.size = size;
        this.results = results;
        this.jvmOptions = jvmOptions;
    }

    public void run() throws Exception {
        var scene = new Scenario(surroundings.server(filler), "backlog", false, 1, true);
        fill(scene);
        for (int round = 0; round < size.unlessQuick(size.rounds()); round++) {
            for (Contender contender : surroundings.contenders()) {
                if (Who.MARKS.has(contender) || round == 0 && contender.name().equals("driver")) {
                    read(contender, scene, "catchUp", jvmOptions);
                }
            }
        }
        for (Contender contender : surroundings.contenders()) {
            if (Who.MARKS.has(contender)) {
                read(contender, scene, "catchUp.Xmx64m", "-Xmx64m");
            }
        }
    }

    private void fill(Scenario scene) throws Exception {
        filler.prepare(scene);
        try (Sender sender = filler.sender(scene)) {
            for (int i = 0; i < size.backlog(); i++) {
                sender.publish(Payload.of(i, Payload.now()));
            }
            sender.flush();
        }
    }

    private static double perSecondBetween(ChildReport one, ChildReport other) {
        return (other.get("total") - one.get("total")) * 1e6 / (other.get("firstToLast") - one.get("firstToLast"));
    }

    private void add(String scope, Contender contender, long nanos) {
        results.add(scope, contender.name(), nanos / 1e3 / size.backlog());
    }

    private void read(Contender contender, Scenario scene, String scope, String... options)
            throws IOException, InterruptedException {
        long serverBefore = surroundings.serverCpuNanos(contender);
        try (Program reader = ChildProcesses.start("subscriber", contender, scene, options)) {
            reader.awaitLine("ready");
            ChildReport half = ChildReport.awaitTotal(reader, size.backlog() / 2, POLL_MILLIS, PATIENCE);
            ChildReport report = ChildReport.awaitTotal(reader, size.backlog(), POLL_MILLIS, PATIENCE);
            if (report.get("total") != size.backlog()) {
                results.remark(contender.name() + " observed " + report.get("total") + " of " + size.backlog()
                        + " stored events (" + scope + ")");
                return;
            }
            results.add(scope, contender.name(), size.backlog() * 1e6 / report.get("firstToLast"));
            if (half.get("total") < report.get("total")) {
                results.add(scope + ".laterHalf", contender.name(), perSecondBetween(half, report));
            }
            add(scope + ".subscriberCpuMicros", contender, report.get("cpu"));
            add(scope + ".compilerMicros", contender, report.get("compilers"));
            long serverCpu = surroundings.serverCpuNanos(contender) - serverBefore;
            if (serverCpu > 0) {
                add(scope + ".serverCpuMicros", contender, serverCpu);
            }
            results.add(scope + ".heapGrowthMiB", contender.name(), report.get("heapGrowth") / 1048576.0);
            results.add(scope + ".heapPeakMiB", contender.name(), report.get("heapPeak") / 1048576.0);
        }
    }
}
