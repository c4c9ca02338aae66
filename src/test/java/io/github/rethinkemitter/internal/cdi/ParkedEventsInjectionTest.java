package io.github.rethinkemitter.internal.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.rethinkemitter.Connected;
import io.github.rethinkemitter.EmitterException;
import io.github.rethinkemitter.EmitterOptions;
import io.github.rethinkemitter.ParkedEvents;
import io.github.rethinkemitter.ParkedQuery;
import io.github.rethinkemitter.RethinkChannel;
import io.github.rethinkemitter.RethinkEvent;
import io.github.rethinkemitter.RethinkTopic;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.spi.PassivationCapable;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Parked events as applications have them injected, with each extension. */
class ParkedEventsInjectionTest {

    private static final List<Connected> CONNECTED = new CopyOnWriteArrayList<>();
    private static final List<String> REFUSED = new CopyOnWriteArrayList<>();

    @BeforeEach
    void forget() {
        CONNECTED.clear();
        REFUSED.clear();
    }

    @Singleton
    static class Desk {
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

        void news(@Observes @RethinkChannel("news") RethinkEvent event) {}
    }

    @ParameterizedTest
    @EnumSource
    void everyChannelHasParkedEventsAndAnInjectionMakesItKnown(Extension extension) {
        try (var container = extension.start(Desk.class, ExtensionContract.Configuration.class, OtherChannels.class)) {
            var desk = container.select(Desk.class).get();

            assertThat(container.select(Catalogue.class).get().channels())
                    .containsExactlyInAnyOrder("", "audit", "news", "weather");
            assertThat(desk.news.isResolvable()).isTrue();
            for (var parked : List.of(desk.parked, desk.audit, desk.news.get(), desk.weather.get())) {
                assertThatThrownBy(() -> parked.count(ParkedQuery.all()))
                        .isInstanceOf(EmitterException.class)
                        .hasMessageContaining("RTH0632 ")
                        .hasMessageEndingWith("enabled=true");
            }
            assertThatThrownBy(() -> desk.audit.by("jane").redrive("id"))
                    .hasMessageContaining("rethink.emitter.channel.audit.enabled=true");
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

    @ParameterizedTest
    @EnumSource
    void theirBeansArePassivationCapable(Extension extension) {
        try (var container = extension.start(Desk.class, ExtensionContract.Configuration.class, OtherChannels.class)) {
            assertThat(container.getBeanManager().getBeans(ParkedEvents.class, Any.Literal.INSTANCE))
                    .hasSize(4)
                    .allMatch(PassivationCapable.class::isInstance);
        }
    }

    @Singleton
    static class OfATopic {
        @Inject
        @RethinkTopic("order.placed")
        ParkedEvents orders;
    }

    @ParameterizedTest
    @EnumSource
    void parkedEventsOfATopicAreRefused(Extension extension) {
        assertThatThrownBy(() -> extension.start(OfATopic.class).close())
                .hasMessageContaining("RTH0551 the ParkedEvents of " + OfATopic.class.getTypeName() + ".orders have"
                        + " @RethinkTopic, but are of all topics. Remove it, and choose by"
                        + " ParkedQuery.ofTopic(\"order.placed\")");
    }

    @Singleton
    static class OnlyLookingOn {
        @Inject
        ParkedEvents parked;

        @Produces
        static EmitterOptions options() {
            return EmitterOptions.of("embedded:only-parked-events");
        }

        void connected(@Observes Connected event) {
            CONNECTED.add(event);
        }
    }

    @ParameterizedTest
    @EnumSource
    void anApplicationThatOnlyHasParkedEventsIsConnected(Extension extension) {
        try (var container = extension.start(OnlyLookingOn.class)) {
            await().untilAsserted(() -> assertThat(CONNECTED).hasSize(1));
            assertThat(container.isRunning()).isTrue();
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
