package io.github.rethinkemitter.internal.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rethinkemitter.ChannelStatus;
import io.github.rethinkemitter.ChannelStatus.Following;
import io.github.rethinkemitter.ChannelStatus.Link;
import io.github.rethinkemitter.ChannelStatus.Observer;
import io.github.rethinkemitter.ChannelStatus.Publishing;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProbeResultTest {

    private static final Instant SINCE = Instant.parse("2026-01-31T08:00:00Z");

    private static final Link CONNECTED =
            new Link(Link.State.CONNECTED, SINCE, Optional.of("db1:28015"), 0, Optional.empty());
    private static final Link INTERRUPTED =
            new Link(Link.State.INTERRUPTED, SINCE, Optional.empty(), 4, Optional.of("connection refused"));

    @ParameterizedTest
    @EnumSource
    void everyCheckIsUpWhileTheChannelsAreFine(Probe probe) {
        assertThat(result(probe, fine(""), fine("audit")).up()).isTrue();
    }

    @Test
    void aChannelThatHasNotSeenItsTableHasNotStartedAndIsNotReady() {
        var starting = channel("audit", CONNECTED, false, false, true, List.of("no table \"audit\""));

        assertThat(result(Probe.STARTUP, fine(""), starting).up()).isFalse();
        assertThat(result(Probe.READINESS, fine(""), starting).up()).isFalse();
        assertThat(result(Probe.LIVENESS, fine(""), starting).up()).isTrue();
    }

    @Test
    void aChannelWhoseDatabaseIsAwayIsLiveAndNotReady() {
        var away = channel("", INTERRUPTED, true, false, true, List.of("not connected"));

        assertThat(result(Probe.STARTUP, away).up()).isTrue();
        assertThat(result(Probe.READINESS, away).up()).isFalse();
        assertThat(result(Probe.LIVENESS, away).up()).isTrue();
    }

    @Test
    void aChannelOfWhichAThreadHasEndedIsNotLive() {
        var broken = channel("", CONNECTED, true, false, false, List.of("the publisher does not run"));

        assertThat(result(Probe.LIVENESS, broken, fine("audit")).up()).isFalse();
    }

    @Test
    void anObserverThatFailsAlwaysLeavesEveryCheckUp() {
        var failing = new ChannelStatus(
                "",
                CONNECTED,
                new Publishing(0, 0, Duration.ZERO, 9, 0),
                Optional.empty(),
                List.of(new Observer("billing", "order.*", 9, 9, 2, 7, 0, 1)),
                true,
                true,
                true,
                List.of());

        for (Probe probe : Probe.values()) {
            assertThat(result(probe, failing).up()).as(probe.name()).isTrue();
        }
    }

    @Test
    void theDataSaysWhatIsWrongWithWhichChannel() {
        var away = channel("audit", INTERRUPTED, true, false, true, List.of("not connected", "12 s behind"));

        assertThat(result(Probe.READINESS, fine(""), away).data())
                .isEqualTo(Map.ofEntries(
                        Map.entry("state", "CONNECTED"),
                        Map.entry("since", "2026-01-31T08:00:00Z"),
                        Map.entry("host", "db1:28015"),
                        Map.entry("waiting-to-be-stored", 5L),
                        Map.entry("phase", "LIVE"),
                        Map.entry("lag-ms", 1500L),
                        Map.entry("waiting-for-observers", 7L),
                        Map.entry("audit.state", "INTERRUPTED"),
                        Map.entry("audit.since", "2026-01-31T08:00:00Z"),
                        Map.entry("audit.waiting-to-be-stored", 5L),
                        Map.entry("audit.phase", "LIVE"),
                        Map.entry("audit.lag-ms", 1500L),
                        Map.entry("audit.waiting-for-observers", 7L),
                        Map.entry("audit.problems", "not connected; 12 s behind")));
    }

    @ParameterizedTest
    @EnumSource
    void anApplicationWithoutChannelsIsUpWithoutData(Probe probe) {
        assertThat(result(probe)).isEqualTo(new ProbeResult(true, Map.of()));
    }

    @Test
    void beforeTheChannelsExistTheApplicationIsOnlyLive() {
        assertThat(ProbeResult.of(Probe.LIVENESS, Optional.empty()).up()).isTrue();
        assertThat(ProbeResult.of(Probe.READINESS, Optional.empty()).up()).isFalse();
        assertThat(ProbeResult.of(Probe.STARTUP, Optional.empty()))
                .isEqualTo(new ProbeResult(false, Map.of("problems", "the channels have not been started yet")));
    }

    private static ProbeResult result(Probe probe, ChannelStatus... channels) {
        return ProbeResult.of(probe, Optional.of(List.of(channels)));
    }

    private static ChannelStatus fine(String name) {
        return channel(name, CONNECTED, true, true, true, List.of());
    }

    private static ChannelStatus channel(
            String name, Link link, boolean started, boolean ready, boolean live, List<String> problems) {
        var following = new Following(
                Optional.empty(),
                Following.Phase.LIVE,
                Optional.of(SINCE),
                Optional.of(SINCE),
                Duration.ofMillis(1500),
                7,
                1,
                Optional.empty(),
                100,
                0);
        return new ChannelStatus(
                name,
                link,
                new Publishing(2, 3, Duration.ZERO, 9, 0),
                Optional.of(following),
                List.of(),
                started,
                ready,
                live,
                problems);
    }
}
