package io.github.rethinkemitter.internal.concurrent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;

class ExponentialBackoffTest {

    private static ExponentialBackoff backoff(DoubleSupplier chance) {
        return new ExponentialBackoff(Duration.ofMillis(100), Duration.ofMillis(350), chance);
    }

    @Test
    void waitsDoubleUpToTheMaximumAndChanceShortensThemByHalfAtMost() {
        var longest = backoff(() -> 1);
        var shortest = backoff(() -> 0);

        assertThat(List.of(longest.next(), longest.next(), longest.next(), longest.next()))
                .extracting(Duration::toMillis)
                .containsExactly(100L, 200L, 350L, 350L);
        assertThat(List.of(shortest.next(), shortest.next(), shortest.next()))
                .extracting(Duration::toMillis)
                .containsExactly(50L, 100L, 175L);
    }

    @Test
    void aSuccessMakesTheNextWaitTheFirstOneAgain() {
        var backoff = backoff(() -> 1);
        backoff.next();
        backoff.next();

        backoff.reset();

        assertThat(backoff.next()).isEqualTo(Duration.ofMillis(100));
    }
}
