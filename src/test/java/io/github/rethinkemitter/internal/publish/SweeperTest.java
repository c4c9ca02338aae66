package io.github.rethinkemitter.internal.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rethinkemitter.internal.config.SweepSettings;
import io.github.rethinkemitter.internal.flow.SweepOrder;
import io.github.rethinkemitter.internal.flow.SweepOrder.Kind;
import io.github.rethinkemitter.internal.flow.SweepResult;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SweeperTest {

    private static final Duration GRACE = Duration.ofSeconds(30);
    private static final Duration HOUR = Duration.ofHours(1);

    private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");

    private final RecordedErrors listener = new RecordedErrors();
    private final ScriptedSession session = new ScriptedSession();
    private Executor executor = Runnable::run;
    private int wakeUps;
    private long now;

    private Sweeper ephemeral() {
        return sweeper(false, null);
    }

    private Sweeper sweeper(boolean persist, Duration retention) {
        var context = new PublisherContext(
                "src",
                () -> "id",
                persist,
                PublisherFixture::start,
                task -> executor.execute(task),
                () -> NOW,
                () -> now,
                null);
        var settings = PublisherFixture.settings(new SweepSettings(GRACE, retention, false));
        return new Sweeper(settings, context, listener, () -> wakeUps++);
    }

    /** Advances the clock in steps and counts the sweeps. */
    private int sweepsWithin(Sweeper sweeper, Duration time) {
        session.sweeps.clear();
        for (long end = now + time.toNanos();
                now < end;
                now += Duration.ofSeconds(1).toNanos()) {
            if (sweeper.nanosUntilDue(session) == 0) {
                sweeper.startDue(session).run();
            }
        }
        return session.sweeps.size();
    }

    @Test
    void aNewSessionDeletesOnce() {
        assertThat(sweepsWithin(ephemeral(), HOUR)).isEqualTo(1);
        assertThat(listener.errors).isEmpty();
    }

    @Test
    void aServerThatPublishesDeletesTwiceInEachGracePeriodUntilNothingIsLeft() {
        Sweeper sweeper = ephemeral();
        for (int i = 0; i < 60; i++) {
            sweeper.eventsSent();
            sweepsWithin(sweeper, Duration.ofSeconds(1));
        }

        assertThat(sweepsWithin(sweeper, HOUR)).isBetween(3, 5);
    }

    @Test
    void persistentEventsWithoutRetentionAreNotDeleted() {
        Sweeper sweeper = sweeper(true, null);
        sweeper.eventsSent();

        assertThat(sweepsWithin(sweeper, HOUR)).isZero();
    }

    @Test
    void aFailedDeletionIsReportedAndTriedAgain() {
        Sweeper sweeper = ephemeral();
        session.sweepFails.set(new IOException("no right"));

        assertThat(sweepsWithin(sweeper, Duration.ofSeconds(31))).isEqualTo(3);
        session.sweepFails.set(null);

        assertThat(sweepsWithin(sweeper, HOUR)).isEqualTo(1);
        assertThat(listener.errors)
                .hasSize(3)
                .allMatch(error -> error.getMessage().startsWith("RTH0118"));
    }

    @Test
    void aSweepThatIsLeftToAnotherServerOrHeldBackIsTriedAgain() {
        session.sweepResults.add(new SweepResult.LeftToAnother());
        session.sweepResults.add(new SweepResult.HeldBack(7, "orders", Instant.EPOCH));

        assertThat(sweepsWithin(ephemeral(), HOUR)).isEqualTo(3);
    }

    @Test
    void anUnfinishedSweepContinuesAtOnce() {
        Sweeper sweeper = ephemeral();
        session.sweepResults.add(new SweepResult.Unfinished(50_000));

        assertThat(sweepsWithin(sweeper, Duration.ofSeconds(2))).isEqualTo(2);
    }

    @Test
    void retentionDeletesAtItsIntervalEvenIfNothingIsPublished() {
        Sweeper sweeper = sweeper(true, Duration.ofMinutes(5));

        assertThat(sweepsWithin(sweeper, HOUR)).isEqualTo(120);
        assertThat(session.sweeps)
                .containsOnly(
                        new SweepOrder(Kind.RETENTION, Duration.ofMinutes(5), Duration.ofSeconds(30), false, "src"));
    }

    @Test
    void theIntervalOfRetentionIsBetweenASecondAndTenMinutes() {
        assertThat(sweepsWithin(sweeper(true, Duration.ofDays(3650)), HOUR)).isEqualTo(6);
        assertThat(sweepsWithin(sweeper(true, Duration.ofSeconds(1)), Duration.ofMinutes(1)))
                .isEqualTo(60);
    }

    @Test
    void eachKindHasItsOwnInterval() {
        assertThat(sweepsWithin(sweeper(false, Duration.ofMinutes(5)), HOUR)).isEqualTo(121);
        assertThat(session.sweeps)
                .filteredOn(order -> order.kind() == Kind.EPHEMERAL)
                .hasSize(1);
    }

    @Test
    void aFailedDeletionByRetentionIsReported() {
        session.sweepFails.set(new IOException("no right"));

        sweepsWithin(sweeper(true, Duration.ofMinutes(5)), Duration.ofSeconds(1));

        assertThat(listener.errors)
                .singleElement()
                .satisfies(error ->
                        assertThat(error).hasMessageContainingAll("RTH0119", "no right", "PT30S", "_positions"));
    }

    @Test
    void noSecondSweepStartsWhileOneRuns() {
        Deque<Runnable> tasks = new ArrayDeque<>();
        executor = tasks::add;
        Sweeper sweeper = sweeper(true, Duration.ofMinutes(5));

        assertThat(sweepsWithin(sweeper, HOUR)).isZero();
        assertThat(tasks).hasSize(1);
        tasks.remove().run();

        assertThat(wakeUps).isEqualTo(1);
        assertThat(sweeper.nanosUntilDue(session)).isZero();
    }

    @Test
    void aNewSessionSweepsAsSoonAsTheSweepOfTheOldOneHasEnded() {
        Deque<Runnable> tasks = new ArrayDeque<>();
        executor = tasks::add;
        Sweeper sweeper = sweeper(true, Duration.ofDays(1));
        sweepsWithin(sweeper, Duration.ofSeconds(1));
        var next = new ScriptedSession();
        assertThat(sweeper.nanosUntilDue(next)).isPositive();

        tasks.remove().run();

        assertThat(sweeper.nanosUntilDue(next)).isZero();
    }

    static Stream<Throwable> refusals() {
        return Stream.of(
                new RejectedExecutionException("shut down"),
                new IllegalStateException("undeployed"),
                new NoClassDefFoundError("its class loader is gone"));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void aRefusalByTheExecutorIsReportedAndTheNextSweepStarts(Throwable refusal) {
        executor = task -> throwing(refusal);
        Sweeper sweeper = sweeper(true, Duration.ofMinutes(5));
        assertThat(sweepsWithin(sweeper, Duration.ofSeconds(1))).isZero();
        assertThat(listener.errors).singleElement().asString().contains("RTH0119", refusal.getMessage());

        executor = Runnable::run;

        assertThat(sweepsWithin(sweeper, Duration.ofSeconds(31))).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void theNextSweepStartsWhateverTheLastOneThrew(Throwable problem) {
        session.sweepThrows.set(problem);
        Sweeper sweeper = sweeper(true, Duration.ofMinutes(5));

        assertThat(sweepsWithin(sweeper, Duration.ofSeconds(31))).isEqualTo(2);
        assertThat(listener.errors).hasSize(2);
    }

    @Test
    void aSweepThatTheExecutorForgetsIsStartedAgain() {
        executor = task -> {};
        Sweeper sweeper = sweeper(true, Duration.ofDays(1));
        sweepsWithin(sweeper, HOUR);

        executor = Runnable::run;

        assertThat(sweepsWithin(sweeper, HOUR)).isPositive();
    }

    // Throws it although it is not declared.
    private static void throwing(Throwable problem) {
        if (problem instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) problem;
    }

    @Test
    void aSubscriberThatHoldsBackDeletionsIsReportedOnceAnHour() {
        Instant position = NOW.minus(Duration.ofDays(3));
        for (int i = 0; i < 240; i++) {
            session.sweepResults.add(new SweepResult.HeldBack(0, "pod-7", position));
        }
        Sweeper sweeper = sweeper(true, Duration.ofMinutes(5));

        sweepsWithin(sweeper, HOUR);

        assertThat(listener.errors)
                .singleElement()
                .asString()
                .contains(
                        "RTH0128 events are older than PT5M",
                        "subscriber \"pod-7\"",
                        position + ", PT72H ago",
                        "position-expiry",
                        "retention-hard=true");
        sweepsWithin(sweeper, HOUR);
        assertThat(listener.errors).hasSize(2);
    }

    @Test
    void aPositionThatIsInUseIsNotReported() {
        session.sweepResults.add(new SweepResult.HeldBack(0, "", NOW.minus(Duration.ofMinutes(2))));

        sweepsWithin(ephemeral(), HOUR);

        assertThat(listener.errors).isEmpty();
    }
}
