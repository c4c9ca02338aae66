package io.github.rethinkemitter.internal.rethink.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rethinkemitter.internal.config.ConnectionSettings.Heartbeat;
import io.github.rethinkemitter.internal.rethink.wire.HeartbeatMonitor.Due;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class HeartbeatMonitorTest {

    private final HeartbeatMonitor monitor =
            new HeartbeatMonitor(new Heartbeat(Duration.ofSeconds(10), Duration.ofSeconds(5)), 0);

    @Test
    void aTickIsDueOnceInAHundredMilliseconds() {
        assertThat(monitor.due(millis(50))).isEqualTo(Due.NOTHING);
        assertThat(monitor.due(millis(100))).isEqualTo(Due.TICK);
        assertThat(monitor.due(millis(150))).isEqualTo(Due.NOTHING);
    }

    @Test
    void aSilentServerIsPingedOnce() {
        assertThat(monitor.due(millis(10_000))).isEqualTo(Due.PING);
        assertThat(monitor.due(millis(10_100))).isEqualTo(Due.TICK);
    }

    @Test
    void aServerThatDoesNotAnswerThePingIsGivenUp() {
        monitor.due(millis(10_000));

        assertThat(monitor.due(millis(14_900))).isEqualTo(Due.TICK);
        assertThat(monitor.due(millis(15_000))).isEqualTo(Due.GIVE_UP);
    }

    @Test
    void anyByteAnswersThePing() {
        monitor.due(millis(10_000));
        monitor.bytesCame(millis(14_000));

        assertThat(monitor.due(millis(15_000))).isEqualTo(Due.TICK);
        assertThat(monitor.due(millis(24_000))).isEqualTo(Due.PING);
    }

    private static long millis(long millis) {
        return Duration.ofMillis(millis).toNanos();
    }
}
