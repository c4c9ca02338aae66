package io.github.rethinkemitter.internal.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rethinkemitter.EventDroppedException;
import io.github.rethinkemitter.UnstorablePayloadException;
import io.github.rethinkemitter.internal.config.PublishSettings.Overflow;
import io.github.rethinkemitter.internal.flow.InsertResult.Verdict;
import io.github.rethinkemitter.internal.flow.RecordingTelemetry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is measured of an event from its trigger to its outcome. */
class MeasuredTriggerTest extends PublisherFixture {

    private final RecordingTelemetry recording = new RecordingTelemetry();

    @BeforeEach
    void measure() {
        telemetry = recording;
    }

    @Test
    void theTraceTravelsInHeadersBesideThoseOfTheApplication() throws Exception {
        online(USUAL);
        var stage = emitter().withHeaders(Map.of("user", "eve")).trigger("beep");

        var insert = session.next();
        insert.store();

        assertThat(insert.events().get(0).content().headers()).isEqualTo("{traceparent=00-1, user=eve}");
        assertThat(recording.lines)
                .containsExactly("beep stored " + stored(stage).id());
    }

    @Test
    void theOutcomeIsMeasuredBeforeCallbacksRun() throws Exception {
        online(USUAL);
        List<String> measuredBefore = new ArrayList<>();
        var stage = trigger("a").thenRun(() -> measuredBefore.addAll(recording.lines));

        session.next().store();
        stage.toCompletableFuture().join();

        assertThat(measuredBefore).hasSize(1);
    }

    @Test
    void anEventThatTheDatabaseRefusesHasFailed() throws Exception {
        online(USUAL);
        var stage = trigger("a");

        session.next().verdicts(List.of(new Verdict.Refused("no")));

        failure(stage);
        assertThat(recording.lines).containsExactly("beep failed EventRefusedException");
    }

    @Test
    void anEventThatIsNotQueuedOrIsDroppedHasFailed() throws Exception {
        offline(settings(1, Overflow.FAIL, SOON, 10, 2));
        var dropped = trigger("a");
        var refused = trigger("b");

        assertThat(failure(refused)).isInstanceOf(EventDroppedException.class);
        assertThat(recording.lines).containsExactly("beep failed EventDroppedException");
        emitter().kill();
        failure(dropped);

        assertThat(recording.lines)
                .containsExactly("beep failed EventDroppedException", "beep failed EventDroppedException");
    }

    @Test
    void headersOfTheTraceThatMakeAnEventTooLargeAreLeftOut() throws Exception {
        recording.header = Map.of("traceparent", "x".repeat(TextCodec.MOST_HEADERS));
        online(USUAL);
        var stage = emitter().withHeaders(Map.of("user", "eve")).trigger("beep");

        var insert = session.next();
        insert.store();
        stored(stage);

        assertThat(insert.events().get(0).content().headers()).isEqualTo("{user=eve}");
        assertThat(recording.lines).hasSize(1).first().asString().startsWith("beep stored");
    }

    @Test
    void anEventThatCannotBeEncodedHasFailed() {
        online(USUAL);

        assertThatThrownBy(() -> emitter()
                        .withHeaders(Map.of("user", "x".repeat(TextCodec.MOST_HEADERS)))
                        .trigger("beep"))
                .isInstanceOf(UnstorablePayloadException.class);

        assertThat(recording.lines).containsExactly("beep failed UnstorablePayloadException");
    }

    @Test
    void anEventOfAnApplicationWithoutTelemetryCarriesNothingForIt() throws Exception {
        telemetry = null;
        online(USUAL);
        var stage = trigger("a");

        var insert = session.next();
        insert.store();
        stored(stage);

        assertThat(insert.events().get(0).content().headers()).isNull();
        assertThat(stage).isNotInstanceOf(MeasuredStage.class);
    }
}
