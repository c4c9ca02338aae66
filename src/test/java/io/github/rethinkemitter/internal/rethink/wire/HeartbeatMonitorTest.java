package io.github.rethinkemitter.internal.rethink.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rethinkemitter.internal.config.ConnectionSettings.Heartbeat;
import io.github.rethinkemitter.internal.rethink.wire.HeartbeatMonitor.Sign;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class HeartbeatMonitorTest {

    private final HeartbeatMonitor silence =
            new HeartbeatMonitor(new Heartbeat(Duration.ofSeconds(10), Duration.ofSeconds(5)), 0);

    @Test
    void aTickPassesNowAndThen() {
        assertThat(silence.at(millis(50))).isEqualTo(Sign.FINE);
        assertThat(silence.at(millis(100))).isEqualTo(Sign.TICK);
        assertThat(silence.at(millis(150))).isEqualTo(Sign.FINE);
    }

    @Test
    void theServerIsAskedOnceWhenItIsSilent() {
        assertThat(silence.at(millis(10_000))).isEqualTo(Sign.ASK);
        assertThat(silence.at(millis(10_100))).isEqualTo(Sign.TICK);
    }

    @Test
    void aServerThatDoesNotAnswerIsDead() {
        silence.at(millis(10_000));

        assertThat(silence.at(millis(14_900))).isEqualTo(Sign.TICK);
        assertThat(silence.at(millis(15_000))).isEqualTo(Sign.DEAD);
    }

    @Test
    void anyByteIsLife() {
        silence.at(millis(10_000));
        silence.broken(millis(14_000));

        assertThat(silence.at(millis(15_000))).isEqualTo(Sign.TICK);
        assertThat(silence.at(millis(24_000))).isEqualTo(Sign.ASK);
    }

    private static long millis(long millis) {
        return Duration.ofMillis(millis).toNanos();
    }
}
