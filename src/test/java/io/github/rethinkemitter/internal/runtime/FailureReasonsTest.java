package io.github.rethinkemitter.internal.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rethinkemitter.internal.flow.ChannelListener;
import io.github.rethinkemitter.internal.runtime.LinkState.Part;
import io.github.rethinkemitter.support.LogRecords;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which failed attempts to connect an operator sees. */
class FailureReasonsTest {

    private static final String AWAY = "RTH0201 no host answers";
    private static final String DENIED = "RTH0220 user \"shop\" may not read";

    private final LogRecords log = new LogRecords("runtime");
    private Instant now = Instant.parse("2026-01-31T08:00:00Z");
    private final LinkState state = new LinkState(
            new LifecycleEventFactory("audit", "shop.audit", event -> {}),
            () -> now,
            EnumSet.of(Part.SESSION, Part.FEED));

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void aFailureForTheSameReasonIsAWarningOnce() {
        fail(AWAY);
        fail(AWAY);
        now = now.plus(Duration.ofHours(1));
        fail(AWAY);

        assertThat(log.warnings()).containsExactly("RTH0607 channel \"audit\" cannot be connected, failure 1: " + AWAY);
    }

    @Test
    void aFailureForAnotherReasonIsAWarningAgain() {
        fail(AWAY);
        fail(AWAY);
        fail(DENIED);
        fail(DENIED);

        assertThat(log.warnings())
                .containsExactly(
                        "RTH0607 channel \"audit\" cannot be connected, failure 1: " + AWAY,
                        "RTH0607 channel \"audit\" cannot be connected, failure 3: " + DENIED);
    }

    @Test
    void reasonsThatAlternateAreWarningsOnceAMinuteEach() {
        for (int i = 0; i < 10; i++) {
            fail(AWAY);
            fail(DENIED);
        }
        assertThat(log.warnings()).hasSize(2);

        now = now.plus(Duration.ofMinutes(1));
        for (int i = 0; i < 10; i++) {
            fail(AWAY);
            fail(DENIED);
        }
        assertThat(log.warnings()).hasSize(4);
    }

    @Test
    void afterAConnectionTheSameReasonIsAWarningAgain() {
        fail(AWAY);
        state.up(Part.SESSION);
        state.up(Part.FEED);
        state.down(Part.SESSION, ChannelListener.Phase.CONNECT, new IOException("cut"));
        fail(AWAY);

        assertThat(log.warnings())
                .filteredOn(text -> text.startsWith("RTH0607"))
                .hasSize(2)
                .allMatch(text -> text.endsWith("failure 1: " + AWAY));
    }

    @Test
    void aClockThatWasSetBackHidesNoFailure() {
        fail(AWAY);
        fail(DENIED);
        now = now.minus(Duration.ofDays(1));
        fail(AWAY);

        assertThat(log.warnings()).hasSize(3);
    }

    private void fail(String reason) {
        state.down(Part.SESSION, ChannelListener.Phase.CONNECT, new IOException(reason));
    }
}
