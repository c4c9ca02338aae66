package io.github.rethinkemitter.internal.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rethinkemitter.Receipt;
import io.github.rethinkemitter.internal.flow.EncodedEvent;
import io.github.rethinkemitter.internal.flow.ThreadStarter;
import io.github.rethinkemitter.internal.flow.Topic;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StageCompleterTest {

    private final RecordedErrors listener = new RecordedErrors();
    private final SettledOrdinals settled = new SettledOrdinals();
    private StageCompleter completer = completer(PublisherFixture::start);

    private StageCompleter completer(ThreadStarter threads) {
        var context = new PublisherContext(
                "src", () -> "id", true, threads, Runnable::run, () -> Instant.EPOCH, System::nanoTime, null);
        return new StageCompleter(context, listener, settled, event -> {});
    }

    @AfterEach
    void close() {
        completer.close();
    }

    private static EventOutcome stored(long ordinal, boolean fromCallback) {
        var content = new EncodedEvent(new Topic("beep"), "[\"beep\"]", null, null);
        var event = new QueuedEvent(ordinal, 0, content, fromCallback, new CompletableFuture<>());
        return new EventOutcome.Stored(event, new Receipt("id" + ordinal, "beep", Instant.EPOCH));
    }

    @Test
    void moreCallbacksThanMayBlockCanWaitForTheEventsThatTheyTriggered() throws Exception {
        List<EventOutcome> outer = new ArrayList<>();
        List<EventOutcome> inner = new ArrayList<>();
        List<CompletableFuture<Receipt>> all = new ArrayList<>();
        int count = CompletionLane.MOST_BLOCKED + 6;
        for (int i = 1; i <= count; i++) {
            EventOutcome mine = stored(count + i, true);
            EventOutcome its = stored(i, false);
            inner.add(mine);
            outer.add(its);
            all.add(its.event()
                    .stage()
                    .thenApply(receipt -> mine.event().stage().join()));
        }

        completer.add(outer);
        assertThat(settled.await(CompletionLane.MOST_BLOCKED, TimeUnit.SECONDS.toNanos(60)))
                .isTrue();
        completer.add(inner);

        for (var stage : all) {
            stage.get(30, TimeUnit.SECONDS);
        }
        assertThat(completer.flush(2L * count, TimeUnit.SECONDS.toNanos(30))).isTrue();
    }

    @Test
    void theThreadThatBringsOutcomesCompletesTheStagesWhenNoOtherCanBeStarted() throws Exception {
        completer = completer((name, task) -> {
            throw new IllegalStateException("no more threads");
        });
        EventOutcome one = stored(1, false);
        EventOutcome two = stored(2, false);
        EventOutcome three = stored(3, true);

        completer.add(List.of(one, two, three));

        assertThat(List.of(one, two, three)).allMatch(its -> its.event().stage().isDone());
        assertThat(listener.errors)
                .singleElement()
                .asString()
                .contains("RTH0125 there is no thread to complete stages on: no more threads");
    }

    @Test
    void stagesCompleteOnAThreadOfTheirOwnOnceTheServerGivesOne() throws Exception {
        var refused = new ArrayList<String>();
        completer = completer((name, task) -> {
            if (refused.isEmpty()) {
                refused.add(name);
                throw new IllegalStateException("not yet");
            }
            return PublisherFixture.start(name, task);
        });
        completer.add(List.of(stored(1, false)));
        EventOutcome next = stored(2, false);
        var toldBy =
                next.event().stage().thenApply(receipt -> Thread.currentThread().getName());

        completer.add(List.of(next));

        assertThat(toldBy.get(30, TimeUnit.SECONDS)).isEqualTo("stages");
    }
}
