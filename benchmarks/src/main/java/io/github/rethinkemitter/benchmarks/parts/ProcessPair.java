package io.github.rethinkemitter.benchmarks.parts;

import io.github.rethinkemitter.benchmarks.contenders.Contender;
import io.github.rethinkemitter.benchmarks.contenders.Scenario;
import io.github.rethinkemitter.benchmarks.services.Program;
import java.io.IOException;

/** The process of the publisher and the process of the subscribers of one contender. */
final class ProcessPair implements AutoCloseable {

    private static final long POLL_MILLIS = 50;
    private static final int MAX_POLLS = 600;
    private static final int WARM_UPS = 5;
    private static final double SHORT_SECONDS = 0.1;

    private final Contender contender;
    private final Scenario scenario;
    private final Program publisher;
    private final Program subscriber;

    ProcessPair(Contender contender, Scenario scenario, String... jvmOptions) throws Exception {
        this.contender = contender;
        this.scenario = scenario;
        contender.prepare(scenario);
        this.subscriber = ChildProcesses.start("subscriber", contender, scenario, jvmOptions);
        this.publisher = ChildProcesses.start("publisher", contender, scenario, jvmOptions);
    }

    /** The figures of both processes in one measurement. */
    record Measured(ChildReport publisher, ChildReport subscriber) {}

    Contender contender() {
        return contender;
    }

    void awaitReady() throws IOException, InterruptedException {
        subscriber.awaitLine("ready");
        publisher.awaitLine("ready");
    }

    /**
     * Publishes for this time until this many events have passed, but at most five times: on busy processors the JVM's compilers
     * need more time, too.
     */
    void warmUp(int threads, double seconds, long events) throws Exception {
        for (int i = 0; i < WARM_UPS && (i == 0 || passedEvents() < events); i++) {
            warmUpAt(threads, 0, seconds);
        }
    }

    /** Publishes for this time at this rate. With a rate of 0 it publishes as fast as possible. */
    void warmUpAt(int threads, double perSecond, double seconds) throws Exception {
        measure(threads, perSecond, seconds, SHORT_SECONDS);
    }

    private long passedEvents() throws IOException, InterruptedException {
        return ChildReport.of(subscriber.ask("report")).get("total") / scenario.subscribers();
    }

    /** Publishes, measures after some seconds, and waits until all events have been observed. */
    Measured measure(int threads, double perSecond, double secondsBefore, double seconds) throws Exception {
        long before = ChildReport.of(subscriber.ask("report")).get("total");
        publisher.ask("run " + threads + " " + perSecond);
        sleep(secondsBefore);
        subscriber.ask("mark");
        publisher.ask("mark");
        sleep(seconds);
        var measured = new Measured(ChildReport.of(publisher.ask("report")), ChildReport.of(subscriber.ask("report")));
        long published = ChildReport.of(publisher.ask("stop")).get("published") * scenario.subscribers();
        long observed = ChildReport.awaitTotal(subscriber, before + published, POLL_MILLIS, MAX_POLLS)
                        .get("total")
                - before;
        if (observed != published) {
            System.out.println(contender.name() + ": " + published + " events were to be observed, " + observed
                    + " were, within " + POLL_MILLIS * MAX_POLLS + " ms");
        }
        contender.trim(scenario);
        return measured;
    }

    private static void sleep(double seconds) throws InterruptedException {
        Thread.sleep((long) (seconds * 1000)); // during this time the processes publish and are measured
    }

    /** Closes the input of both processes, so that they end, and does not wait for their end. */
    void end() {
        publisher.end();
        subscriber.end();
    }

    /** Removes all stored events; the processes have ended. */
    void removeEvents() throws Exception {
        contender.remove(scenario);
    }

    @Override
    public void close() {
        publisher.close();
        subscriber.close();
    }
}
