package io.github.rethinkemitter.internal.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.rethinkemitter.Connected;
import io.github.rethinkemitter.Emitter;
import io.github.rethinkemitter.EmitterException;
import io.github.rethinkemitter.EmitterOptions;
import io.github.rethinkemitter.RethinkChannel;
import io.github.rethinkemitter.RethinkTopic;
import io.github.rethinkemitter.Timeline;
import io.github.rethinkemitter.TimelineQuery;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.spi.PassivationCapable;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Timelines as applications have them injected, with each extension. */
class TimelineInjectionTest {

    private static final List<Connected> CONNECTED = new CopyOnWriteArrayList<>();

    @BeforeEach
    void forget() {
        CONNECTED.clear();
    }

    @Singleton
    static class Archive {
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
    }

    @ParameterizedTest
    @EnumSource
    void everyChannelHasATimelineAndAnInjectionMakesItKnown(Extension extension) {
        try (var container = extension.start(
                Archive.class, ExtensionContract.Configuration.class, ParkedEventsInjectionTest.OtherChannels.class)) {
            var archive = container.select(Archive.class).get();

            assertThat(container.select(Catalogue.class).get().channels())
                    .containsExactlyInAnyOrder("", "audit", "news", "weather");
            assertThat(container.getBeanManager().getBeans(Timeline.class, Any.Literal.INSTANCE))
                    .hasSize(4)
                    .allMatch(PassivationCapable.class::isInstance);
            for (var timeline : List.of(archive.timeline, archive.audit, archive.news.get(), archive.weather.get())) {
                assertThatThrownBy(() -> timeline.count(TimelineQuery.all())).hasMessageStartingWith("RTH0642 ");
                assertThatThrownBy(() -> timeline.first(TimelineQuery.all())).hasMessageStartingWith("RTH0642 ");
                assertThatThrownBy(() -> timeline.last(TimelineQuery.all())).hasMessageStartingWith("RTH0642 ");
                assertThatThrownBy(() -> timeline.replay(TimelineQuery.all())).hasMessageStartingWith("RTH0642 ");
            }
            assertThatThrownBy(() -> archive.audit.events(TimelineQuery.all()))
                    .isInstanceOf(EmitterException.class)
                    .hasMessage("RTH0642 the timeline cannot be read, because the channel is switched off. Set"
                            + " rethink.emitter.channel.audit.enabled=true");
        }
    }

    @Singleton
    static class OfATopic {
        @Inject
        @RethinkTopic("order.placed")
        Timeline orders;
    }

    @ParameterizedTest
    @EnumSource
    void aTimelineOfATopicIsRefused(Extension extension) {
        assertThatThrownBy(() -> extension.start(OfATopic.class).close())
                .hasMessageContaining("RTH0554 the Timeline of " + OfATopic.class.getTypeName() + ".orders has"
                        + " @RethinkTopic, but is of all topics. Remove it, and choose by"
                        + " TimelineQuery.ofTopic(\"order.placed\")");
    }

    @Singleton
    static class OnlyReading {
        @Inject
        Timeline timeline;

        @Inject
        Emitter emitter;

        @Produces
        static EmitterOptions options() {
            return EmitterOptions.of("embedded:only-a-timeline");
        }

        void connected(@Observes Connected event) {
            CONNECTED.add(event);
        }
    }

    @ParameterizedTest
    @EnumSource
    void anApplicationThatOnlyHasATimelineIsConnectedAndReads(Extension extension) throws Exception {
        try (var container = extension.start(OnlyReading.class)) {
            await().untilAsserted(() -> assertThat(CONNECTED).hasSize(1));
            var archive = container.select(OnlyReading.class).get();

            archive.emitter.trigger("beep", 7).toCompletableFuture().get(30, TimeUnit.SECONDS);

            assertThat(archive.timeline.first(TimelineQuery.ofTopic("beep")))
                    .get()
                    .extracting(event -> event.payload(int.class))
                    .isEqualTo(7);
            try (var events = archive.timeline.events(TimelineQuery.all())) {
                assertThat(events).hasSize(1);
            }
        }
    }
}
