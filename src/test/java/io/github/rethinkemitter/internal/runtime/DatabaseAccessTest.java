package io.github.rethinkemitter.internal.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rethinkemitter.EmitterException;
import io.github.rethinkemitter.ParkedQuery;
import io.github.rethinkemitter.ParkedState;
import io.github.rethinkemitter.Redrive;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What an application is told when the database cannot be asked for it. */
class DatabaseAccessTest extends ParkedEventsFixture {

    @Test
    void whatTheDatabaseRefusesIsTold() {
        table.failure = new IOException("RTH0220 no right to read");

        assertThatThrownBy(() -> parked().count(ParkedQuery.all()))
                .isInstanceOf(EmitterException.class)
                .hasMessage(
                        "RTH0631 the parked events of the default channel cannot be read or changed: RTH0220 no right"
                                + " to read. Some may have been changed. See the cause, and call again")
                .hasCause(table.failure);
    }

    @Test
    void aCallWithoutAConnectionEndsAfterTheTimeOfAQuery() {
        fixture.options.put("query-timeout", "100ms");
        fixture.store.sessionsFail("RTH0202 cannot be reached");
        var parked = parked();

        assertThatThrownBy(() -> parked.find(ParkedQuery.all()).findFirst())
                .isInstanceOf(EmitterException.class)
                .hasMessage(
                        "RTH0630 the default channel has had no connection for 100 ms, so its parked events cannot be"
                                + " reached: RTH0202 cannot be reached. Mend that, and call again");
    }

    @Test
    void aStopEndsACallThatWaitsAndRefusesLaterOnes() {
        fixture.store.sessionsFail("RTH0202 cannot be reached");
        var channels = fixture.prepare();
        var waiting =
                CompletableFuture.supplyAsync(() -> channels.of("").parked().count(ParkedQuery.all()));
        fixture.awaitLifecycle(1);

        channels.close();

        assertThatThrownBy(waiting::get).hasMessageContaining("RTH0633 the application has stopped");
        assertThatThrownBy(() -> channels.of("").parked().count(ParkedQuery.all()))
                .isInstanceOf(EmitterException.class)
                .hasMessageContaining("RTH0633 ");
    }

    @Test
    void beansThatAreDestroyedMayStillUseParkedEvents() {
        table.add("7", "billing", ParkedState.PARKED, -1);
        var channels = fixture.start();
        channels.stopObserving();

        assertThat(channels.of("").parked().count(ParkedQuery.all())).isEqualTo(1);
    }

    @Test
    void anInterruptedCallEndsAndTheThreadStaysInterrupted() {
        var parked = parked();
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> parked.redrive("id"))
                .isInstanceOf(EmitterException.class)
                .hasMessageContaining("RTH0634 ");
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void soDoesOneThatIsInterruptedWhileTheDatabaseAnswers() {
        table.failure = new InterruptedIOException("RTH0216 interrupted");

        assertThatThrownBy(() -> parked().redrive("id"))
                .isInstanceOf(EmitterException.class)
                .hasMessageContaining("RTH0634 ");
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void aChannelThatIsSwitchedOffRefusesEveryCall() {
        fixture.options.put("enabled", "false");
        var parked = parked();

        for (ThrowingCallable call : List.<ThrowingCallable>of(
                () -> parked.find(ParkedQuery.all()),
                () -> parked.count(ParkedQuery.all()),
                () -> parked.get("id"),
                () -> parked.redrive(ParkedQuery.all(), Redrive.all()),
                () -> parked.redrive("id"),
                () -> parked.discard(ParkedQuery.all(), "reason"),
                () -> parked.by("jane").discard("id", "reason"))) {
            assertThatThrownBy(call)
                    .isInstanceOf(EmitterException.class)
                    .hasMessage("RTH0632 parked events cannot be reached, because the channel is switched off."
                            + " Set rethink.emitter.enabled=true");
        }
    }
}
