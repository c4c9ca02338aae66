package io.github.rethinkemitter.internal.subscribe;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rethinkemitter.internal.config.Beginning;
import io.github.rethinkemitter.internal.config.Beginning.HistoryLost;
import io.github.rethinkemitter.internal.config.Start;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What goes on while the subscriber's thread sleeps, and what wakes it. */
class SleepTest extends SubscriberFixture {

    @BeforeEach
    void startNow() {
        start(new Beginning(null, new Start.Now(), HistoryLost.EARLIEST));
    }

    @Test
    void whatIsInItsTurnIsObservedWhileTheSubscriberSleeps() throws Exception {
        var script = script().ready().live(at(1, "a", 1)).asleep(at(2, "a", 2), at(3, "a", 3));

        follow(script);

        assertThat(script.takenAsleep).containsExactly("a2", "a3");
        assertThat(observed()).containsExactly("a1", "a2", "a3");
        assertThat(subscriber.sequence.waiting()).isZero();
        // Handled, and therefore not read again.
        follow(script());
        assertThat(observed()).hasSize(3);
    }

    @Test
    void whateverElseWakesTheSubscriber() throws Exception {
        var unknown = at(1, "b", 1);
        var script = script().ready().live(at(1, "a", 1));

        follow(script.asleep(at(3, "a", 3), at(2, "a", 2), unknown, at(2, "node"), at(1, "a", 1), at(4, "own", 1)));

        assertThat(script.takenAsleep).isEmpty();
        assertThat(observed()).containsExactly("a1", "a2", "a3", "b1", "node", "own1");
    }

    @Test
    void aFullSinkWakesTheSubscriber() throws Exception {
        var script = script().ready().live(at(1, "a", 1)).then(() -> full = true);

        follow(script.asleep(at(2, "a", 2)).then(() -> full = false).asleep(at(3, "a", 3)));

        assertThat(script.takenAsleep).containsExactly("a3");
        assertThat(observed()).containsExactly("a1", "a2", "a3");
    }
}
