package io.github.rethinkemitter.internal.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.rethinkemitter.ChannelStatus.Link.State;
import io.github.rethinkemitter.Connected;
import io.github.rethinkemitter.EmitterException;
import io.github.rethinkemitter.EmitterOptions;
import io.github.rethinkemitter.EmitterStatus;
import io.github.rethinkemitter.ParkedEvents;
import io.github.rethinkemitter.ParkedQuery;
import io.github.rethinkemitter.RethinkChannel;
import io.github.rethinkemitter.RethinkTopic;
import io.github.rethinkemitter.Timeline;
import io.github.rethinkemitter.TimelineQuery;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.spi.PassivationCapable;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What applications have injected of a channel besides its emitter, with each extension. */
class ChannelInjectionTest {

    private static final List<Connected> CONNECTED = new CopyOnWriteArrayList<>();
    private static final List<String> REFUSED = new CopyOnWriteArrayList<>();

    @BeforeEach
    void forget() {
        CONNECTED.clear();
        REFUSED.clear();
    }

    /** What an application has injected of four channels: the default one, "audit", "news" and "weather". */
    interface OfFourChannels<T> {
        List<T> all();
    }

    @Singleton
    static class FourParked implements OfFourChannels<ParkedEvents> {
        @Inject
        ParkedEvents parked;

        @Inject
        @RethinkChannel("audit")
        ParkedEvents audit;

        @Inject
        @RethinkChannel("news")
        Instance<ParkedEvents> news;

        @Inject
        @RethinkChannel("weather")
        Provider<ParkedEvents> weather;

        @Override
        public List<ParkedEvents> all() {
            return List.of(parked, audit, news.get(), weather.get());
        }
    }

    @Singleton
    static class FourStatuses implements OfFourChannels<EmitterStatus> {
        @Inject
        EmitterStatus status;

        @Inject
        @RethinkChannel("audit")
        EmitterStatus audit;

        @Inject
        @RethinkChannel("news")
        Instance<EmitterStatus> news;

        @Inject
        @RethinkChannel("weather")
        Provider<EmitterStatus> weather;

        @Override
        public List<EmitterStatus> all() {
            return List.of(status, audit, news.get(), weather.get());
        }
    }

    @Singleton
    static class FourTimelines implements OfFourChannels<Timeline> {
        @Inject
        Timeline timeline;

        @Inject
        @RethinkChannel("audit")
        Timeline audit;

        @Inject
        @RethinkChannel("news")
        Instance<Timeline> news;

        @Inject
        @RethinkChannel("weather")
        Provider<Timeline> weather;

        @Override
        public List<Timeline> all() {
            return List.of(timeline, audit, news.get(), weather.get());
        }
    }

    @Singleton
    static class OtherChannels {
        @Produces
        @RethinkChannel("weather")
        EmitterOptions weather() {
            return EmitterOptions.none().with("table", "weather");
        }

        @Produces
        @RethinkChannel("news")
        EmitterOptions news() {
            return EmitterOptions.none().with("table", "news");
        }
    }

    static Stream<Arguments> ofFourChannels() {
        return Stream.of(Extension.values())
                .flatMap(extension -> Stream.of(
                        fourOf(extension, ParkedEvents.class, FourParked.class, ChannelInjectionTest::checkParked),
                        fourOf(extension, EmitterStatus.class, FourStatuses.class, ChannelInjectionTest::checkStatuses),
                        fourOf(extension, Timeline.class, FourTimelines.class, ChannelInjectionTest::checkTimelines)));
    }

    private static <T> Arguments fourOf(
            Extension extension,
            Class<T> type,
            Class<? extends OfFourChannels<T>> application,
            Consumer<List<T>> check) {
        return Arguments.of(extension, type, application, check);
    }

    @ParameterizedTest(name = "{1}, {0}")
    @MethodSource("ofFourChannels")
    <T> void everyChannelHasOneAndAnInjectionMakesTheChannelKnown(
            Extension extension,
            Class<T> type,
            Class<? extends OfFourChannels<T>> application,
            Consumer<List<T>> check) {
        try (var container = extension.start(application, ExtensionContract.Configuration.class, OtherChannels.class)) {
            assertThat(container.select(Catalogue.class).get().channels())
                    .containsExactlyInAnyOrder("", "audit", "news", "weather");
            assertThat(container.getBeanManager().getBeans(type, Any.Literal.INSTANCE))
                    .hasSize(4)
                    .allMatch(PassivationCapable.class::isInstance);
            check.accept(container.select(application).get().all());
        }
    }

    private static void checkParked(List<ParkedEvents> all) {
        all.forEach(parked -> assertRefused(() -> parked.count(ParkedQuery.all()), "RTH0632 ", "enabled=true"));
        assertRefused(
                () -> all.get(1).by("jane").redrive("id"), "RTH0632 ", "rethink.emitter.channel.audit.enabled=true");
    }

    private static void checkStatuses(List<EmitterStatus> all) {
        assertThat(all).extracting(status -> status.now().channel()).containsExactly("", "audit", "news", "weather");
        assertThat(all.get(1).now().link().state()).isEqualTo(State.DISABLED);
        assertRefused(all.get(1)::stored, "RTH0632 ", "rethink.emitter.channel.audit.enabled=true");
    }

    private static void checkTimelines(List<Timeline> all) {
        for (Timeline timeline : all) {
            for (ThrowingCallable call : List.<ThrowingCallable>of(
                    () -> timeline.events(TimelineQuery.all()),
                    () -> timeline.count(TimelineQuery.all()),
                    () -> timeline.first(TimelineQuery.all()),
                    () -> timeline.last(TimelineQuery.all()),
                    () -> timeline.replay(TimelineQuery.all()))) {
                assertRefused(
                        call,
                        "RTH0642 the timeline cannot be read, because the channel is switched off",
                        "enabled=true");
            }
        }
        assertRefused(
                () -> all.get(1).events(TimelineQuery.all()), "RTH0642 ", "rethink.emitter.channel.audit.enabled=true");
    }

    private static void assertRefused(ThrowingCallable call, String message, String end) {
        assertThatThrownBy(call)
                .isInstanceOf(EmitterException.class)
                .hasMessageContaining(message)
                .hasMessageEndingWith(end);
    }

    @Singleton
    static class OfATopic {
        @Inject
        @RethinkTopic("order.placed")
        ParkedEvents parked;

        @Inject
        @RethinkTopic("order.placed")
        EmitterStatus status;

        @Inject
        @RethinkTopic("order.placed")
        Timeline timeline;
    }

    @ParameterizedTest
    @EnumSource
    void withATopicEachIsRefused(Extension extension) {
        String place = OfATopic.class.getTypeName();
        assertThatThrownBy(() -> extension.start(OfATopic.class).close())
                .hasMessageContainingAll(
                        "RTH0551 the ParkedEvents of " + place + ".parked have @RethinkTopic, but are of all topics."
                                + " Remove it, and choose by ParkedQuery.ofTopic(\"order.placed\")",
                        "RTH0553 the EmitterStatus of " + place + ".status has @RethinkTopic, but is of a whole"
                                + " channel. Remove it",
                        "RTH0554 the Timeline of " + place + ".timeline has @RethinkTopic, but is of all topics."
                                + " Remove it, and choose by TimelineQuery.ofTopic(\"order.placed\")");
    }

    @Singleton
    static class OnlyParked {
        @Inject
        ParkedEvents parked;
    }

    @Singleton
    static class OnlyStatus {
        @Inject
        EmitterStatus status;
    }

    @Singleton
    static class OnlyTimeline {
        @Inject
        Timeline timeline;
    }

    @Singleton
    static class Connecting {
        @Produces
        static EmitterOptions options() {
            return EmitterOptions.of("embedded:nothing-else");
        }

        void connected(@Observes Connected event) {
            CONNECTED.add(event);
        }
    }

    static Stream<Arguments> alone() {
        return Stream.of(Extension.values())
                .flatMap(extension -> Stream.of(OnlyParked.class, OnlyStatus.class, OnlyTimeline.class)
                        .map(application -> Arguments.of(extension, application)));
    }

    @ParameterizedTest(name = "{1}, {0}")
    @MethodSource("alone")
    void anApplicationThatHasNothingElseIsConnected(Extension extension, Class<?> application) {
        try (var container = extension.start(application, Connecting.class)) {
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(CONNECTED).hasSize(1));
            container.select(OnlyStatus.class).stream().forEach(only -> {
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> only.status.now().ready());
                assertThat(only.status.stored().positions()).isEmpty();
            });
            container.select(OnlyTimeline.class).stream()
                    .forEach(only ->
                            assertThat(only.timeline.count(TimelineQuery.all())).isZero());
        }
    }

    @Singleton
    static class AskingAtTheStart {
        @Produces
        static EmitterOptions options() {
            return EmitterOptions.of("rethinkdb://127.0.0.1:1").with("query-timeout", "500ms");
        }

        // Without a database the call fails, and says that a connection was tried.
        void start(@Observes Startup event, ParkedEvents parked) {
            try {
                parked.count(ParkedQuery.all());
            } catch (EmitterException e) {
                REFUSED.add(e.getMessage());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void anObserverOfTheStartMayAskAndConnectsTheChannel(Extension extension) {
        extension.start(AskingAtTheStart.class).close();

        assertThat(REFUSED)
                .singleElement()
                .asString()
                .startsWith("RTH0630 the default channel")
                .contains("RTH0202");
    }
}
