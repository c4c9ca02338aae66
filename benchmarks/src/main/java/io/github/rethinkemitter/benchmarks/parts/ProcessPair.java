package io.github.rethinkemitter.benchmarks.parts;

import io.github.rethinkemitter.benchmarks.contenders.Contender;
import io.github.rethinkemitter.benchmarks.contenders.Scenario;
import io.github.rethinkemitter.benchmarks.services.Program;
import java.io.IOException;

/** The publisher's and the subscribers' process of one contender. */
final class ProcessPair implements AutoCloseable {

    private static final long POLL_MILLIS = 50;
    private static final int PATIENCE = 600;
    private static final int WARM_UPS = 5;
    private static final double SHORT = 0.1;

    private final Contender contender;
    private final Scenario scene;
    private final Program publisher;
    private final Program subscriber;

    ProcessPair(Contender contender, Scenario scene, String... jvmOptions) throws Exception {
        this.contender = contender;
        this.scene = scene;
        contender.prepare(scene);
        this.subscriber = ChildProcesses.start("subscriber", contender, scene, jvmOptions);
        this.publisher = ChildProcesses.start("publisher", contender, scene, jvmOptions);
    }

    /** What both have done in one measurement. */
    record Measured(ChildReport publisher, ChildReport subscriber) {}

    Contender contender() {
        return contender;
    }

    void awaitReady() throws IOException, InterruptedException {
        subscriber.awaitLine("ready");
        publisher.awaitLine("ready");
    }

    /**
     * Publishes for so long, and longer, up to five times of it, until so many events have passed: on busy processors
     * compilers need more time, too.
     */
    void warmUp(int threads, double seconds, long events) throws IOException, InterruptedException {
        for (int i = 0; i < WARM_UPS && (i == 0 || passed() < events); i++) {
            warmUpAt(threads, 0, seconds);
        }
    }

    /** Publishes at a rate, or as fast as it can at 0, for so long. */
    void warmUpAt(int threads, double perSecond, double seconds) throws IOException, InterruptedException {
        measure(threads, perSecond, seconds, SHORT);
    }

    private long passed() throws IOException, InterruptedException {
        return ChildReport.of(subscriber.ask("report")).get("total") / scene.subscribers();
    }

    /** Publishes for a while, measures the later part of it, and waits until nothing is under way. */
    Measured measure(int threads, double perSecond, double settle, double seconds)
            throws IOException, InterruptedException {
        long before = ChildReport.of(subscriber.ask("report")).get("total");
        publisher.ask("run " + threads + " " + perSecond);
        sleep(settle);
        subscriber.ask("mark");
        publisher.ask("mark");
        sleep(seconds);
        var measured = new Measured(ChildReport.of(publisher.ask("report")), ChildReport.of(subscriber.ask("report")));
        long published = ChildReport.of(publisher.ask("stop")).get("published") * scene.subscribers();
        long observed = ChildReport.awaitTotal(subscriber, before + published, POLL_MILLIS, PATIENCE)
                        .get("total")
                - before;
        if (observed != published) {
            System.out.println(contender.name() + ": " + published + " events were to be observed, " + observed
                    + " were, within " + POLL_MILLIS * PATIENCE + " ms");
        }
        return measured;
    }

    private static void sleep(double seconds) throws InterruptedException {
        Thread.sleep((long) (seconds * 1000)); // the time that is measured, or the load before it
    }

    /** Lets both end by themselves, and does not wait for it. */
    void end() {
        publisher.end();
        subscriber.end();
    }

    @Override
    public void close() {
        publisher.close();
        subscriber.close();
    }
}
