package io.github.rethinkemitter.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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
 * Four publishers and four subscribers through one fault: events flow before, during and after it. One subscriber has
 * a name, is stopped before the fault and started again while it lasts; one is slow; one joins then, and wants all. One
 * publisher and one subscriber with a name are stopped in the middle of the fault, and this subscriber is started again.
 *
 * <pre>{@code
 * try (var run = new FaultRun(RunDatabase.of(db))) {
 *     run.through(fault, table);
 * }
 * }</pre>
 */
final class FaultRun implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(SuiteSize.of(30, 180));
    private static final Duration POLL = Duration.ofMillis(20);
    private static final int SOME = 150; // events
    // Numbers of publishers.
    static final int NODE = 8;
    private static final int LEAVING = 9;

    final RunDatabase place;
    final PublishedEvents ledger = new PublishedEvents();
    final SlowObserver slowness = new SlowObserver();
    final List<EventPublisher> publishers = new ArrayList<>();
    EventSubscriber restarted;
    LocalSubscriber slow;
    EventSubscriber late;
    private final LocalSubscriber stopped;
    private final LocalPublisher leaving;

    FaultRun(RunDatabase place) {
        this.place = place;
        for (int self = 0; self < 3; self++) {
            publishers.add(new LocalPublisher(self, ledger, place.options(self)));
        }
        restarted = new LocalSubscriber("restarted", place.options().with("subscriber", "restarted"));
        slow = new LocalSubscriber("slow", place.options(1).with("subscribe.buffer-size", 100), slowness);
        late = new LocalSubscriber("late", place.options(2).with("start", "earliest"));
        String patience = SuiteSize.seconds(2, 10).toMillis() + "ms";
        stopped = new LocalSubscriber(
                        "stopped",
                        place.options(1).with("subscriber", "stopped").with("stop-timeout", patience))
                .mayRepeat();
        leaving = new LocalPublisher(LEAVING, ledger, place.options(2).with("stop-timeout", patience));
        publishers.add(leaving);
    }

    List<EventSubscriber> subscribers() {
        return List.of(restarted, slow, late, stopped);
    }

    // Those who were there before the fault.
    private Stream<EventSubscriber> witnesses() {
        return Stream.of(restarted, slow, stopped);
    }

    /** Lets the fault come and go, writes its row, and fails when anything that is promised does not hold. */
    void through(Fault fault, FaultTable table) throws Exception {
        if (fault.is(Trait.FORGETS)) {
            stopped.mayRepeatUnflagged();
        }
        begin();
        EventSet before = strike(fault);
        double wholeAgain = heal(fault);
        flow(SOME);
        settle(fault.is(Trait.DELETES) ? before : new EventSet());

        var outcome = new RunResult(this, fault.is(Trait.DELETES) ? before : new EventSet());
        table.add(outcome.row(fault, wholeAgain));
        outcome.check(fault, wholeAgain);
    }

    /** Lets each publisher trigger so many events at once. */
    void burst(int events) {
        publishers.forEach(publisher -> publisher.burst(events));
    }

    private void begin() {
        // What is triggered before a subscription stands is not promised to it.
        witnesses().forEach(EventSubscriber::start);
        witnesses().forEach(EventSubscriber::awaitConnected);
        publishers.forEach(EventPublisher::start);
        until(() -> ledger.acknowledged().publishers() == publishers.size());
        flow(SOME);
    }

    /** Returns what was acknowledged before. */
    private EventSet strike(Fault fault) throws Exception {
        boolean quietly = fault.is(Trait.DELETES);
        if (quietly) {
            ledger.quiet().lock();
            until(() -> ledger.isSettled() && haveSeen(witnesses(), ledger.acknowledged()));
        }
        EventSet before = ledger.acknowledged().copy();
        try {
            if (!fault.is(Trait.KILLS)) {
                // While the database can still be told how far it has come.
                restarted.stop();
            }
            fault.strike().on(this);
        } finally {
            if (quietly) {
                ledger.quiet().unlock();
            }
        }
        pass(fault.lasts().dividedBy(2));
        leaving.leave();
        stopped.stop();
        stopped.start();
        restarted.start();
        late.start();
        pass(fault.lasts().dividedBy(2));
        return before;
    }

    /** Returns the seconds until every subscriber has observed an event that was triggered after the fault; or -1. */
    private double heal(Fault fault) throws Exception {
        if (fault.is(Trait.SILENT)) {
            assertThat(slow.wasDisconnected()).as("the dead link was noticed").isTrue();
        }
        fault.heal().on(this);
        long healed = System.nanoTime();
        boolean whole = haveNews();
        return whole ? Math.round((System.nanoTime() - healed) / 1e6) / 1e3 : -1;
    }

    /** Waits until every subscriber has observed an event that was triggered from now on. */
    void awaitNews() {
        assertThat(haveNews()).as("all observe new events").isTrue();
    }

    private boolean haveNews() {
        EventSet earlier = ledger.triggered().copy();
        return until(() -> {
            EventSet news = ledger.acknowledged().without(earlier);
            return subscribers().stream().allMatch(subscriber -> news.meets(subscriber.seen()));
        });
    }

    /** Lets so many more events be triggered. */
    private void flow(int events) {
        int enough = ledger.triggered().count() + events;
        until(() -> ledger.triggered().count() >= enough);
    }

    private void settle(EventSet gone) {
        publishers.forEach(EventPublisher::stop);
        until(ledger::isSettled);
        until(() -> haveSeen(witnesses(), ledger.acknowledged())
                && haveSeen(Stream.of(late), ledger.acknowledged().without(gone)));
        close();
    }

    private static boolean haveSeen(Stream<EventSubscriber> subscribers, EventSet events) {
        return subscribers.allMatch(
                subscriber -> events.without(subscriber.seen()).count() == 0);
    }

    /** Waits for what a fault needs. */
    void awaitTrue(BooleanSupplier condition) {
        assertThat(until(condition)).isTrue();
    }

    /** Waits, and says whether it came. What did not is told by the row. */
    private boolean until(BooleanSupplier condition) {
        try {
            await().atMost(PATIENCE).pollDelay(Duration.ZERO).pollInterval(POLL).until(() -> {
                publishers.forEach(EventPublisher::refresh);
                return condition.getAsBoolean();
            });
            return true;
        } catch (ConditionTimeoutException e) {
            return false;
        }
    }

    private static void pass(Duration time) throws InterruptedException {
        var unused = new CountDownLatch(1).await(time.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public void close() {
        slowness.release();
        publishers.forEach(EventPublisher::close);
        subscribers().forEach(EventSubscriber::close);
    }
}
