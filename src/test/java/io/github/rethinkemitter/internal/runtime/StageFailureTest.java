package io.github.rethinkemitter.internal.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.rethinkemitter.Connected;
import io.github.rethinkemitter.EmitterError;
import io.github.rethinkemitter.ObserverFailed;
import io.github.rethinkemitter.internal.flow.StoredEvent;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a stage meets is told, unless it can mend that itself, and events flow again. */
class StageFailureTest {

    private final ChannelFixture bench = new ChannelFixture();

    static Stream<Throwable> mistakes() {
        return Stream.of(
                new IllegalStateException("a mistake"),
                new NoClassDefFoundError("a class"),
                new InternalError("on purpose"),
                new StackOverflowError());
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        bench.close();
        // Those on which callbacks run end by themselves.
        await().atMost(ChannelFixture.PATIENCE)
                .untilAsserted(() -> assertThat(bench.threads).noneMatch(Thread::isAlive));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void thatASessionCannotBeOpened(Throwable mistake) throws Exception {
        bench.store.thenThrow(mistake);

        var channels = bench.start("beep");

        assertIsToldAndEventsFlow(channels, EmitterError.Phase.CONNECT, mistake);
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void thatTheTableCannotBeFollowed(Throwable mistake) throws Exception {
        bench.store.thenThrowTimeline(mistake);

        var channels = bench.start("beep");

        assertIsToldAndEventsFlow(channels, EmitterError.Phase.SUBSCRIBE, mistake);
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void inTheMiddleOfAFeed(Throwable mistake) throws Exception {
        var channels = bench.start("beep");
        bench.told(1);

        bench.store.timelines.get(0).pollsThrow.add(mistake);
        bench.store.store(event("other", 1));

        assertIsToldAndEventsFlow(channels, EmitterError.Phase.SUBSCRIBE, mistake);
        assertThat(bench.told(3)).contains("Disconnected", "Reconnected");
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void inALookUp(Throwable mistake) throws Exception {
        var timeline = new InMemoryTimeline();
        timeline.findsThrow.add(mistake);
        bench.store.thenOpenTimeline(timeline);
        var channels = bench.start("beep");
        bench.told(1);

        bench.store.store(event("other", 5)); // of a publisher that was not heard of before

        assertIsToldAndEventsFlow(channels, EmitterError.Phase.SUBSCRIBE, mistake);
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void inAnInsert(Throwable mistake) throws Exception {
        var session = new InMemorySession();
        session.insertsThrow.add(mistake);
        bench.store.thenOpen(session);
        var channels = bench.prepare("beep");

        var first = channels.emitter("").trigger("beep", "first").toCompletableFuture();
        channels.start();

        // An insert that throws has no certain outcome, and goes again like any other of that kind.
        assertThat(first.get(30, TimeUnit.SECONDS).topic()).isEqualTo("beep");
        assertEventsFlow(channels);
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void inASweep(Throwable mistake) throws Exception {
        bench.options.put("persist", "false");
        bench.options.put("ephemeral-grace", "1s");
        var session = new InMemorySession();
        session.sweepsThrow.add(mistake);
        bench.store.thenOpen(session);

        var channels = bench.start("beep");

        await().atMost(ChannelFixture.PATIENCE).until(() -> session.sweeps.get() >= 2);
        assertIsToldAndEventsFlow(channels, EmitterError.Phase.PUBLISH, mistake);
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void inAnObserverOfLifecycleEvents(Throwable mistake) throws Exception {
        bench.listener = event -> {
            if (event instanceof Connected) {
                InMemorySession.throwNow(mistake);
            }
        };
        var channels = bench.start("beep");
        bench.told(1);

        bench.store.cut("gone");

        assertThat(bench.told(3)).contains("Connected", "Disconnected", "Reconnected");
        assertEventsFlow(channels);
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void inAnObserver(Throwable mistake) throws Exception {
        bench.observer = payload -> {
            if (payload.equals("bad")) {
                InMemorySession.throwNow(mistake);
            }
        };
        var channels = bench.start("beep");

        channels.emitter("").trigger("beep", "bad");

        assertEventsFlow(channels);
        await().atMost(ChannelFixture.PATIENCE)
                .untilAsserted(() -> assertThat(bench.all(ObserverFailed.class))
                        .singleElement()
                        .satisfies(failure -> assertThat(failure.cause()).isEqualTo(mistake)));
    }

    private static StoredEvent event(String src, long seq) {
        return new StoredEvent("id-" + seq, Instant.EPOCH, src, seq, "boop", "[\"boop\"]", false, null);
    }

    private void assertIsToldAndEventsFlow(Channels channels, EmitterError.Phase phase, Throwable mistake)
            throws Exception {
        assertEventsFlow(channels);
        await().atMost(ChannelFixture.PATIENCE)
                .untilAsserted(() -> assertThat(bench.all(EmitterError.class)).anySatisfy(error -> {
                    assertThat(error.phase()).isEqualTo(phase);
                    assertThat(error.cause()).hasMessageStartingWith("RTH").hasRootCause(mistake);
                }));
    }

    private void assertEventsFlow(Channels channels) throws Exception {
        channels.emitter("").trigger("beep", "boop").toCompletableFuture().get(30, TimeUnit.SECONDS);
        await().atMost(ChannelFixture.PATIENCE)
                .untilAsserted(() -> assertThat(bench.observed).containsSequence(List.of("beep=boop")));
    }
}
