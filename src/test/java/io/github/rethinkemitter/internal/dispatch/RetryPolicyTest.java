package io.github.rethinkemitter.internal.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rethinkemitter.OnFailure.Then;
import io.github.rethinkemitter.PayloadMismatchException;
import io.github.rethinkemitter.internal.config.AttemptSettings;
import io.github.rethinkemitter.internal.flow.FailureRules;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {

    private static final AttemptSettings SETTINGS =
            DispatcherFixture.attempts(3, Duration.ofSeconds(1), 2, Duration.ofSeconds(3));

    private static RetryPolicy policy(FailureRules rules, double chance) {
        return new RetryPolicy(SETTINGS, rules, () -> chance);
    }

    private static RetryPolicy of(List<String> retryOn, List<String> parkOn) {
        return policy(new FailureRules(null, null, null, null, retryOn, parkOn, null), 0);
    }

    @Test
    void theTimeGrowsUpToTheLongestAndHalfOfItIsLeftToChance() {
        var longest = policy(FailureRules.NONE, 1);
        assertThat(longest.delayAfter(1)).isEqualTo(Duration.ofSeconds(1));
        assertThat(longest.delayAfter(2)).isEqualTo(Duration.ofSeconds(2));
        assertThat(longest.delayAfter(3)).isEqualTo(Duration.ofSeconds(3));
        assertThat(longest.delayAfter(999)).isEqualTo(Duration.ofSeconds(3));
        assertThat(policy(FailureRules.NONE, 0).delayAfter(2)).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void whatTheObserverSaysCountsBeforeTheSettings() {
        var rules = new FailureRules(5, Duration.ofSeconds(2), 1.5, Duration.ofMinutes(1), List.of(), List.of(), null);
        var policy = policy(rules, 1);

        assertThat(policy.hasAttemptsAfter(4)).isTrue();
        assertThat(policy.hasAttemptsAfter(5)).isFalse();
        assertThat(policy.delayAfter(2)).isEqualTo(Duration.ofSeconds(3));
        assertThat(policy.delayAfter(99)).isEqualTo(Duration.ofMinutes(1));
        assertThat(policy(FailureRules.NONE, 1).hasAttemptsAfter(3)).isFalse();
    }

    @Test
    void whatTheObserverSaysAboutTheEndCountsBeforeTheSettings() {
        for (var preset : List.of(Then.PARK, Then.SKIP)) {
            var settings = new AttemptSettings(3, Duration.ofSeconds(1), 2, Duration.ofSeconds(3), preset);

            assertThat(new RetryPolicy(settings, FailureRules.NONE, () -> 0).parks())
                    .isEqualTo(preset == Then.PARK);
            assertThat(new RetryPolicy(settings, ending(Then.PARK), () -> 0).parks())
                    .isTrue();
            assertThat(new RetryPolicy(settings, ending(Then.SKIP), () -> 0).parks())
                    .isFalse();
        }
    }

    private static FailureRules ending(Then then) {
        return new FailureRules(null, null, null, null, List.of(), List.of(), then);
    }

    @Test
    void aDelayOfTheObserverMayBeLongerThanTheLongestOfTheSettings() {
        var rules = new FailureRules(null, Duration.ofMinutes(5), null, null, List.of(), List.of(), null);

        assertThat(policy(rules, 1).delayAfter(1)).isEqualTo(Duration.ofMinutes(5));
        assertThat(policy(rules, 1).delayAfter(2)).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void aClassStandsForItsSubclassesAndIsLookedForAmongTheCauses() {
        var policy = of(List.of(IOException.class.getName()), List.of());

        assertThat(policy.isWorthAnother(new FileNotFoundException())).isTrue();
        assertThat(policy.isWorthAnother(new IllegalStateException(new UncheckedIOException(new IOException()))))
                .isTrue();
        assertThat(policy.isWorthAnother(new IllegalStateException())).isFalse();
    }

    @Test
    void whatIsFinalCountsBeforeWhatIsTriedAgain() {
        var policy = of(List.of(Exception.class.getName()), List.of(FileNotFoundException.class.getName()));

        assertThat(policy.isWorthAnother(new IOException())).isTrue();
        assertThat(policy.isWorthAnother(new IOException(new FileNotFoundException())))
                .isFalse();
    }

    @Test
    void aPayloadThatDoesNotFitIsFinalWhateverTheObserverSays() {
        var policy = of(List.of(Throwable.class.getName()), List.of());

        assertThat(policy.isWorthAnother(new PayloadMismatchException("RTH0401", null)))
                .isFalse();
        assertThat(policy.isWorthAnother(new ExceptionInInitializerError())).isFalse();
        assertThat(policy.isWorthAnother(new OutOfMemoryError())).isTrue();
    }

    @Test
    void causesInACircleEndTheSearch() {
        var one = new IllegalStateException("one");
        one.initCause(new IllegalStateException("two", one));

        assertThat(of(List.of(IOException.class.getName()), List.of()).isWorthAnother(one))
                .isFalse();
    }
}
