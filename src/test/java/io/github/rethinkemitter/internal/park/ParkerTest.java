package io.github.rethinkemitter.internal.park;

import static io.github.rethinkemitter.internal.park.ParkFixture.EARLIER;
import static io.github.rethinkemitter.internal.park.ParkFixture.OWNER;
import static io.github.rethinkemitter.internal.park.ParkFixture.event;
import static io.github.rethinkemitter.internal.park.ParkFixture.outcome;
import static io.github.rethinkemitter.internal.park.ParkFixture.parked;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.rethinkemitter.ParkedReason;
import io.github.rethinkemitter.ParkedState;
import io.github.rethinkemitter.internal.concurrent.ExponentialBackoff;
import io.github.rethinkemitter.internal.flow.AttemptOutcome;
import io.github.rethinkemitter.internal.flow.ChannelListener;
import io.github.rethinkemitter.internal.flow.ParkedEntry;
import io.github.rethinkemitter.internal.flow.ParkedGroup;
import io.github.rethinkemitter.internal.flow.StoredAttempt;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is in the queue is stored, whatever fails, and what is due comes back. */
@Timeout(60)
class ParkerTest {

    private final ParkFixture fixture = new ParkFixture();
    private final List<String> stored = new CopyOnWriteArrayList<>();
    private final List<StoredAttempt> attempts = new CopyOnWriteArrayList<>();
    private final List<Throwable> errors = new CopyOnWriteArrayList<>();
    private final List<ParkedGroup> groups = new CopyOnWriteArrayList<>();
    private final AtomicBoolean takesAttempts = new AtomicBoolean(true);
    private final Parker parker = new Parker(
            "audit",
            OWNER,
            fixture.queue,
            fixture::await,
            new Observers(),
            new Parker.Limits(1 << 20, Duration.ofDays(7)),
            (ChannelListener) Proxy.newProxyInstance(
                    ParkerTest.class.getClassLoader(),
                    new Class<?>[] {ChannelListener.class},
                    (proxy, method, args) -> {
                        errors.add((Throwable) args[1]);
                        return null;
                    }),
            ExponentialBackoff.random(Duration.ofMillis(1), Duration.ofMillis(10)),
            System::nanoTime);
    private @Nullable Thread thread;

    private final class Observers implements Parker.Observers {

        @Override
        public boolean accept(StoredAttempt attempt) {
            return takesAttempts.get() && attempts.add(attempt);
        }

        @Override
        public void holdBack(List<ParkedGroup> some) {
            groups.addAll(some);
        }

        @Override
        public void discarded(String group) {
            throw new UnsupportedOperationException();
        }
    }

    private void start() {
        var started = new Thread(parker, "parker-under-test");
        started.setDaemon(true);
        started.start();
        thread = started;
    }

    @AfterEach
    void stop() throws InterruptedException {
        parker.close();
        if (thread != null) {
            thread.join(30_000);
            assertThat(thread.isAlive()).isFalse();
        }
    }

    private void store(AttemptOutcome outcome) {
        fixture.queue.store(outcome, id -> stored.add(outcome.event().id()));
    }

    private ParkedEntry entry(String event) {
        return Objects.requireNonNull(fixture.store.entry(fixture.id(event)));
    }

    @Test
    void whatWaitsTogetherIsStoredTogether() {
        IntStream.range(0, 50).forEach(i -> store(parked("e" + i)));

        start();

        await().until(() -> stored.size() == 50);
        assertThat(fixture.store.calls()).contains("park 50").doesNotContain("park 1");
        assertThat(entry("e7")).satisfies(entry -> {
            assertThat(entry.owner()).isEqualTo("shop");
            assertThat(entry.observer()).isEqualTo("billing");
            assertThat(entry.state()).isEqualTo(ParkedState.PARKED);
            assertThat(entry.cause().type()).isEqualTo("java.lang.IllegalStateException");
            assertThat(entry.cause().message()).isEqualTo("no money");
            assertThat(entry.cause().stack()).startsWith("java.lang.IllegalStateException: no money\n\tat ");
        });
    }

    @Test
    void withoutGroupsNobodyAsksForDiscardedEntries() throws Exception {
        store(parked("a"));
        start();
        awaitLook();

        assertThat(fixture.store.calls()).contains("park 1").doesNotContain("takeDiscarded");
    }

    @Test
    void discardedEntriesAreAskedForWhereTheStoreHasGroups() throws Exception {
        fixture.store.park(EARLIER, List.of(fixture.inGroup("a", "g")));

        start();

        await().until(() -> fixture.store.calls().contains("takeDiscarded"));
    }

    @Test
    void discardedEntriesAreAskedForOnceAnEntryOfAGroupIsStored() throws Exception {
        start();
        awaitLook();
        assertThat(fixture.store.calls()).doesNotContain("takeDiscarded");
        var outcome = parked("a");
        store(new AttemptOutcome(
                outcome.observer(), outcome.event(), outcome.state(), outcome.reason(), 1, null, null, "g"));

        await().until(() -> fixture.store.calls().contains("takeDiscarded"));
    }

    private void awaitLook() {
        await().until(() -> fixture.store.calls().stream()
                        .filter(call -> call.startsWith("takeDue"))
                        .count()
                > 1);
    }

    @Test
    void nothingIsStoredTwiceWhenAnAnswerIsLost() {
        fixture.store.loseNextAnswer(); // of the release at the begin
        store(parked("a"));
        start();
        await().until(() -> stored.size() == 1);

        fixture.store.loseNextAnswer();
        store(parked("b"));

        await().until(() -> stored.size() == 2);
        assertThat(stored).containsExactly("a", "b");
        assertThat(fixture.store.all()).hasSize(2);
    }

    @Test
    void whileTheDatabaseIsAwayOutcomesWait() {
        fixture.store.setDown(true);
        store(parked("a"));
        start();
        await().until(() -> errors.size() == 1);
        assertThat(errors.get(0)).hasMessageStartingWith("RTH0431 channel \"audit\" cannot store events");
        fixture.session = null;
        store(parked("b"));
        assertThat(stored).isEmpty();

        fixture.store.setDown(false);
        fixture.reconnect();

        await().until(() -> stored.size() == 2);
        assertThat(errors).hasSize(1);
    }

    @Test
    void anOutcomeThatTheDatabaseRefusesDoesNotHoldUpOthers() {
        fixture.store.refuse(write -> write.event().id().equals("bad"));
        store(parked("bad"));
        store(parked("a"));
        store(parked("b"));

        start();

        await().until(() -> stored.size() == 2);
        assertThat(stored).containsExactlyInAnyOrder("a", "b");
        fixture.store.refuse(write -> false);
        await().until(() -> stored.size() == 3);
    }

    @Test
    void outcomesOfOneEntryAreStoredInTheirOrder() throws Exception {
        fixture.store.hold(OWNER, List.of(fixture.write("a", ParkedState.REDRIVING, 1)));
        fixture.queue.attempted().add(fixture.id("a"), 100);
        store(outcome("a", ParkedState.WAITING, Duration.ofDays(1)));
        store(outcome("a", ParkedState.PARKED, null));

        start();

        await().until(() -> stored.size() == 2);
        // The second was not held any more, as another attempt may have begun elsewhere.
        assertThat(entry("a").state()).isEqualTo(ParkedState.WAITING);
    }

    @Test
    void anEntryThatIsDueComesBackToItsObserver() throws Exception {
        fixture.store.park(EARLIER, List.of(fixture.write("a", ParkedState.WAITING, 1)));

        start();

        await().until(() -> attempts.size() == 1);
        assertThat(attempts.get(0))
                .isEqualTo(new StoredAttempt(fixture.id("a"), "billing", event("a"), 2, ParkedReason.FAILED, null));
        assertThat(entry("a").state()).isEqualTo(ParkedState.REDRIVING);
        store(outcome("a", ParkedState.HANDLED, null));
        await().until(() -> entry("a").state() == ParkedState.HANDLED);
        assertThat(fixture.queue.held()).isEmpty();
    }

    @Test
    void anEntryWhoseAnswerWasLostComesAgainAndNoAttemptCounts() throws Exception {
        start();
        await().until(() -> fixture.store.calls().stream().anyMatch(call -> call.startsWith("takeDue")));
        // The next two calls: that which takes the entry, or one before it that finds nothing.
        fixture.store.park(EARLIER, List.of(fixture.write("a", ParkedState.WAITING, 1)));
        fixture.store.loseNextAnswer();

        await().until(() -> attempts.size() == 1);
        assertThat(attempts.get(0).attempt()).isEqualTo(2);
        assertThat(fixture.store.calls())
                .filteredOn(call -> call.startsWith("release"))
                .hasSizeGreaterThan(1);
    }

    @Test
    void whatAnEarlierProcessHeldCountsAsItsAttempt() throws Exception {
        fixture.store.hold(EARLIER, List.of(fixture.write("a", ParkedState.REDRIVING, 2)));

        start();

        await().until(() -> attempts.size() == 1);
        assertThat(attempts.get(0).attempt()).isEqualTo(3);
        assertThat(attempts.get(0).reason()).isEqualTo(ParkedReason.CRASH);
    }

    @Test
    void anAttemptThatIsNotMadeIsLeftForLater() throws Exception {
        takesAttempts.set(false);
        fixture.store.park(EARLIER, List.of(fixture.write("a", ParkedState.WAITING, 1)));
        start();
        await().until(() -> fixture.store.calls().stream()
                        .filter(call -> call.startsWith("release"))
                        .count()
                > 1);

        takesAttempts.set(true);

        await().until(() -> attempts.size() == 1);
        assertThat(attempts.get(0).attempt()).isEqualTo(2);
    }

    @Test
    void onlySoManyAreAttemptedAtATime() throws Exception {
        var all = IntStream.range(0, 200)
                .mapToObj(i -> fixture.write("e" + i, ParkedState.WAITING, 1))
                .toList();
        fixture.store.park(EARLIER, all);
        start();
        await().until(() -> attempts.size() == 64);
        assertThat(fixture.store.all())
                .filteredOn(entry -> entry.state() == ParkedState.REDRIVING)
                .hasSize(64);

        int done = 0;
        while (done < 200) {
            int next = done;
            await().until(() -> attempts.size() > next);
            store(outcome(attempts.get(done++).event().id(), ParkedState.HANDLED, null));
        }

        await().until(() -> stored.size() == 200);
        assertThat(attempts).extracting(StoredAttempt::id).doesNotHaveDuplicates();
    }

    @Test
    void theEndStoresWhatWaitsAndLeavesWhatWasNotAttempted() throws Exception {
        fixture.store.park(EARLIER, List.of(fixture.write("a", ParkedState.WAITING, 1)));
        start();
        await().until(() -> attempts.size() == 1);
        store(parked("b"));

        stop();

        assertThat(stored).containsExactly("b");
        assertThat(entry("a").state()).isEqualTo(ParkedState.WAITING);
        assertThat(entry("a").attempts()).isEqualTo(1);
    }
}
