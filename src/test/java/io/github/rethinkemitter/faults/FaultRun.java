package io.github.rethinkemitter.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.rethinkemitter.ChannelStatus.Link.State;
import io.github.rethinkemitter.EmitterOptions;
import io.github.rethinkemitter.faults.Fault.Trait;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;

/**
 * A run with four publishers and five subscribers. Events are triggered before, during and after a fault. All publishers but one
 * pack events that wait together, and bursts of events let them wait when the fault begins, in the middle of it and when it ends.
 *
 * <ul>
 *   <li>The restarted subscriber has a name. It is stopped before the fault and started in the middle of it.
 *   <li>The slow subscriber has a slow observer.
 *   <li>The late subscriber is started in the middle of the fault and observes all events from the earliest.
 *   <li>The stopped subscriber has a name. It is stopped and started again in the middle of the fault.
 *   <li>The failing subscriber has a name, and its observer fails on every tenth event. It is stopped and started again in the
 *       middle of the fault. At the end its observer is mended, and the events that were parked are redriven.
 *   <li>The leaving publisher is stopped in the middle of the fault.
 * </ul>
 *
 * <pre>{@code
 * try (var run = new FaultRun(RunDatabase.of(db))) {
 *     run.execute(fault, table);
 * }
 * }</pre>
 */
final class FaultRun implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(SuiteSize.of(60, 180));
    private static final Duration TWO_AUDIT_INTERVALS = Duration.ofSeconds(SuiteSize.of(5, 20));
    private static final Duration POLL_INTERVAL = Duration.ofMillis(20);
    private static final int EVENTS_BEFORE_AND_AFTER = 150;
    // More than are sent before the first insert is answered.
    private static final int BURST = 50;

    /** The number of the publisher that writes as Node does. */
    static final int NODE = 8;

    private static final int LEAVING = 9; // the number of the leaving publisher
    private static final int NOT_PACKING = 1; // the number of the publisher that stores each event on its own

    final RunDatabase database;
    final PublishedEvents published = new PublishedEvents();
    final SlowObserver slowObserver = new SlowObserver();
    final List<EventPublisher> publishers = new ArrayList<>();
    EventSubscriber restarted;
    LocalSubscriber slow;
    EventSubscriber late;
    EventSubscriber failing;
    private final ParkedAccount parked;
    private final LocalSubscriber stopped;
    private final LocalPublisher leaving;

    FaultRun(RunDatabase database) {
        this.database = database;
        for (int publisher = 0; publisher < 3; publisher++) {
            EmitterOptions options = database.options(publisher);
            publishers.add(new LocalPublisher(
                    publisher, published, publisher == NOT_PACKING ? options : RunDatabase.packing(options)));
        }
        restarted = new LocalSubscriber("restarted", database.options().with("subscriber", "restarted"));
        // Its observer may not return for as long as a fault lasts. Without a name, events beyond the buffer would not
        // come
        // again after observer.warn-after.
        slow = new LocalSubscriber(
                "slow",
                database.options(1).with("subscribe.buffer-size", 100).with("observer.warn-after", "10m"),
                slowObserver);
        late = new LocalSubscriber("late", database.options(2).with("start", "earliest"));
        String stopTimeout = SuiteSize.seconds(2, 10).toMillis() + "ms";
        stopped = new LocalSubscriber(
                        "stopped",
                        database.options(1).with("subscriber", "stopped").with("stop-timeout", stopTimeout))
                .allowingRedelivery();
        failing = new LocalSubscriber(
                        ParkedAccount.OWNER, failingOptions(database).with("stop-timeout", stopTimeout))
                .failing()
                .allowingRedelivery();
        parked = new ParkedAccount(database.options());
        leaving = new LocalPublisher(
                LEAVING, published, RunDatabase.packing(database.options(2)).with("stop-timeout", stopTimeout));
        publishers.add(leaving);
    }

    /** The options of the failing subscriber. */
    static EmitterOptions failingOptions(RunDatabase database) {
        return database.options(2)
                .with("subscriber", ParkedAccount.OWNER)
                .with("observer.max-attempts", 2)
                .with("observer.delay", "10ms");
    }

    List<EventSubscriber> subscribers() {
        return List.of(restarted, slow, late, stopped, failing);
    }

    /** What became of the events on which the failing subscriber fails. */
    ParkedAccount parked() {
        return parked;
    }

    // All but the late subscriber.
    private Stream<EventSubscriber> startedBeforeTheFault() {
        return Stream.of(restarted, slow, stopped, failing);
    }

    /** Runs with this fault and adds a row to the table. Fails if a promise is broken. */
    void execute(Fault fault, FaultTable table) throws Exception {
        if (fault.has(Trait.FORGETS_WRITES)) {
            stopped.allowUnmarkedRedelivery();
            failing.allowUnmarkedRedelivery();
        }
        startApplications();
        EventSet before = begin(fault);
        double wholeAgain = end(fault);
        awaitTriggered(EVENTS_BEFORE_AND_AFTER);
        EventSet deleted = fault.has(Trait.DELETES_EVENTS) ? before : new EventSet();
        stopWhenAllIsObserved(deleted);

        var result = new RunResult(this, database.packed(), deleted);
        table.add(result.row(fault, wholeAgain));
        result.check(fault, wholeAgain);
    }

    /** Lets each publisher trigger this many events without a pause. */
    void burst(int events) {
        publishers.forEach(publisher -> publisher.burst(events));
    }

    private void startApplications() {
        // Events triggered before a subscription is confirmed are not promised to it.
        startedBeforeTheFault().forEach(EventSubscriber::start);
        startedBeforeTheFault().forEach(EventSubscriber::awaitConnected);
        publishers.forEach(EventPublisher::start);
        waitUntil(() -> published.acknowledged().publishers() == publishers.size());
        awaitTriggered(EVENTS_BEFORE_AND_AFTER);
    }

    /** Begins the fault, restarts subscribers while it lasts, and returns the events that were acknowledged before. */
    private EventSet begin(Fault fault) throws Exception {
        boolean pausesPublishers = fault.has(Trait.DELETES_EVENTS);
        if (pausesPublishers) {
            published.pauseLock().lock();
            waitUntil(
                    () -> published.areAllSettled() && haveObserved(startedBeforeTheFault(), published.acknowledged()));
        }
        EventSet before = published.acknowledged().copy();
        try {
            burst(BURST);
            if (!fault.has(Trait.KILLS_SUBSCRIBER)) {
                // Stopped now, because its position can still be stored.
                restarted.stop();
            }
            burst(BURST);
            fault.begin().on(this);
        } finally {
            if (pausesPublishers) {
                published.pauseLock().unlock();
            }
        }
        waitFor(fault.lasts().dividedBy(2));
        burst(BURST);
        leaving.stopApplication();
        stopped.stop();
        stopped.start();
        failing.stop();
        failing.start();
        restarted.start();
        late.start();
        waitFor(fault.lasts().dividedBy(2));
        return before;
    }

    /** Ends the fault and returns the seconds until every subscriber has observed a newer event, or -1. */
    private double end(Fault fault) throws Exception {
        if (fault.has(Trait.SILENT)) {
            assertThat(slow.wasDisconnected())
                    .as("the dead connection was noticed")
                    .isTrue();
        }
        assertThatStatusTells(fault);
        burst(BURST);
        fault.end().on(this);
        long endedAt = System.nanoTime();
        boolean recovered = allObserveNewEvents();
        return recovered ? Math.round((System.nanoTime() - endedAt) / 1e6) / 1e3 : -1;
    }

    /** Waits until every subscriber has observed an event triggered after this call. */
    void awaitNewEvents() {
        assertThat(allObserveNewEvents())
                .as("all subscribers observe new events")
                .isTrue();
    }

    private boolean allObserveNewEvents() {
        EventSet earlier = published.triggered().copy();
        return waitUntil(() -> {
            EventSet newEvents = published.acknowledged().without(earlier);
            return subscribers().stream().allMatch(subscriber -> newEvents.intersects(subscriber.observed()));
        });
    }

    /** Waits until this many more events were triggered. */
    private void awaitTriggered(int events) {
        int enough = published.triggered().count() + events;
        waitUntil(() -> published.triggered().count() >= enough);
    }

    private void stopWhenAllIsObserved(EventSet deleted) {
        publishers.forEach(EventPublisher::stop);
        waitUntil(published::areAllSettled);
        waitUntil(() -> haveObserved(startedBeforeTheFault(), published.acknowledged())
                && haveObserved(Stream.of(late), published.acknowledged().without(deleted)));
        redriveParked();
        assertThatAllSayTheyAreWell();
        stopApplications();
    }

    // Events that are stored but not acknowledged are handled or parked, too.
    private void redriveParked() {
        EventSet stored = database.stored();
        waitUntil(() -> parked.hasAll(stored, failing));
        failing.mend();
        parked.redrive();
        waitUntil(() -> parked.isSettled(failing));
    }

    private void assertThatAllSayTheyAreWell() {
        slowObserver.release();
        waitUntil(() -> problems().isEmpty());
        assertThat(problems()).as("what the applications say of themselves").isEmpty();
    }

    private List<String> problems() {
        return statuses().flatMap(status -> status.problems().stream()).toList();
    }

    private Stream<ReportedStatus> statuses() {
        return Stream.concat(ofSubscribers(), publishers.stream().flatMap(publisher -> publisher.status().stream()));
    }

    private Stream<ReportedStatus> ofSubscribers() {
        return subscribers().stream().flatMap(subscriber -> subscriber.status().stream());
    }

    // While the fault lasts. A proof of the feed counts for two audit intervals.
    private void assertThatStatusTells(Fault fault) {
        if (fault.has(Trait.CUTS_OFF)) {
            await("all applications say that they have no connection")
                    .atMost(TWO_AUDIT_INTERVALS)
                    .untilAsserted(() -> assertThat(statuses()).allSatisfy(FaultRun::assertSaysItIsCutOff));
        }
        if (fault.has(Trait.ENDS_FEEDS)) {
            await("all subscribers say that they cannot follow the table")
                    .atMost(TWO_AUDIT_INTERVALS)
                    .untilAsserted(() -> assertThat(ofSubscribers())
                            .allSatisfy(status -> assertThat(status.ready()).isFalse()));
        }
        if (fault.has(Trait.CUTS_OFF) || fault.has(Trait.STALLS)) {
            assertThat(slow.status().orElseThrow().lag())
                    .as("lag")
                    .isGreaterThan(fault.lasts().dividedBy(2));
        }
    }

    private static void assertSaysItIsCutOff(ReportedStatus status) {
        assertThat(status.link()).isIn(State.INTERRUPTED, State.CONNECTING);
        assertThat(status.ready()).isFalse();
        assertThat(status.problems()).isNotEmpty();
    }

    private boolean haveObserved(Stream<EventSubscriber> subscribers, EventSet events) {
        return subscribers.allMatch(subscriber -> subscriber == failing
                ? parked.hasAll(events, subscriber)
                : events.without(subscriber.observed()).count() == 0);
    }

    /** Waits until the condition is true, and fails if it does not become true. */
    void awaitTrue(BooleanSupplier condition) {
        assertThat(waitUntil(condition)).isTrue();
    }

    /** Waits until the condition is true and returns whether it was. The row and the checks report what did not happen. */
    private boolean waitUntil(BooleanSupplier condition) {
        try {
            await().atMost(TIMEOUT)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(POLL_INTERVAL)
                    .until(() -> {
                        publishers.forEach(EventPublisher::recordProgress);
                        return condition.getAsBoolean();
                    });
            return true;
        } catch (ConditionTimeoutException e) {
            return false;
        }
    }

    private static void waitFor(Duration time) throws InterruptedException {
        var unused = new CountDownLatch(1).await(time.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void stopApplications() {
        slowObserver.release();
        publishers.forEach(EventPublisher::close);
        subscribers().forEach(EventSubscriber::close);
    }

    @Override
    public void close() {
        stopApplications();
        parked.close();
    }
}
