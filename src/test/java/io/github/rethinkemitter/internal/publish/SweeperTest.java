package io.github.rethinkemitter.internal.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SweeperTest {

    private static final Duration GRACE = Duration.ofSeconds(30);

    private final RecordedErrors signals = new RecordedErrors();
    private final ScriptedSession session = new ScriptedSession();
    private long now;

    private Sweeper sweeper(boolean persist) {
        return new Sweeper(new Setup("src", () -> "id", persist, Runnable::run, () -> now), signals, GRACE);
    }

    /** Moves the clock on in steps and counts the deletions. */
    private int sweepsWithin(Sweeper sweeper, Duration time) {
        session.sweeps.clear();
        for (long end = now + time.toNanos();
                now < end;
                now += Duration.ofSeconds(1).toNanos()) {
            if (sweeper.nanosUntilDue(session) == 0) {
                sweeper.sweep(session);
            }
        }
        return session.sweeps.size();
    }

    @Test
    void whoComesOnlineDeletesOnce() {
        assertThat(sweepsWithin(sweeper(false), Duration.ofHours(1))).isEqualTo(1);
        assertThat(signals.errors).isEmpty();
    }

    @Test
    void whoPublishesDeletesTwiceInEachGracePeriodUntilNothingIsLeft() {
        Sweeper sweeper = sweeper(false);
        for (int i = 0; i < 60; i++) {
            sweeper.published();
            sweepsWithin(sweeper, Duration.ofSeconds(1));
        }

        assertThat(sweepsWithin(sweeper, Duration.ofHours(1))).isBetween(3, 5);
    }

    @Test
    void whatIsToStayIsNotDeleted() {
        Sweeper sweeper = sweeper(true);
        sweeper.published();

        assertThat(sweepsWithin(sweeper, Duration.ofHours(1))).isZero();
    }

    @Test
    void aFailedDeletionIsReportedAndTriedAgain() {
        Sweeper sweeper = sweeper(false);
        session.sweepFails.set(new IOException("no right"));

        assertThat(sweepsWithin(sweeper, Duration.ofSeconds(31))).isEqualTo(3);
        session.sweepFails.set(null);

        assertThat(sweepsWithin(sweeper, Duration.ofHours(1))).isEqualTo(1);
        assertThat(signals.errors)
                .hasSize(3)
                .allMatch(error -> error.getMessage().startsWith("RTH0118"));
    }
}
