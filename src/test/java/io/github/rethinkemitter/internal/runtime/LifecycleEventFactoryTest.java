package io.github.rethinkemitter.internal.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rethinkemitter.EmitterError;
import io.github.rethinkemitter.EmitterException;
import io.github.rethinkemitter.LifecycleEvent;
import io.github.rethinkemitter.internal.flow.ChannelListener.Phase;
import io.github.rethinkemitter.support.LogRecords;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An application that observes no lifecycle events has at least the log. */
class LifecycleEventFactoryTest {

    private final List<LifecycleEvent> fired = new ArrayList<>();
    private final LifecycleEventFactory factory = new LifecycleEventFactory("audit", "shop.audit", fired::add);

    @Test
    void aProblemOfTheChannelIsLoggedWithItsCauseAndFired() {
        var problem = new EmitterException("RTH0123 the clock was set back", new IOException("an hour"));

        try (var log = new LogRecords("runtime")) {
            factory.error(Phase.PUBLISH, problem);

            assertThat(log.warnings()).containsExactly("RTH0123 the clock was set back");
            assertThat(log.of("RTH0123")).singleElement().asString().contains("IOException: an hour");
        }
        assertThat(fired).containsExactly(new EmitterError("audit", EmitterError.Phase.PUBLISH, problem));
    }

    @Test
    void anAttemptToConnectThatFailsAsTheOnesBeforeIsNoWarningButFired() {
        try (var log = new LogRecords("runtime")) {
            factory.attemptFailed(Phase.CONNECT, 2, false, new IOException("refused"));

            assertThat(log.warnings()).isEmpty();
        }
        assertThat(fired).hasSize(1);
    }
}
