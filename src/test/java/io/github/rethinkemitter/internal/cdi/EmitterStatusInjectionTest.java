package io.github.rethinkemitter.internal.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.rethinkemitter.ChannelStatus.Link.State;
import io.github.rethinkemitter.EmitterException;
import io.github.rethinkemitter.EmitterOptions;
import io.github.rethinkemitter.EmitterStatus;
import io.github.rethinkemitter.RethinkChannel;
import io.github.rethinkemitter.RethinkEvent;
import io.github.rethinkemitter.RethinkTopic;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.spi.PassivationCapable;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The status of a channel as applications have it injected, with each extension. */
class EmitterStatusInjectionTest {

    @Singleton
    static class Desk {
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

        void news(@Observes @RethinkChannel("news") RethinkEvent event) {}
    }

    @ParameterizedTest
    @EnumSource
    void everyChannelHasAStatusAndAnInjectionMakesItKnown(Extension extension) {
        try (var container = extension.start(
                Desk.class, ExtensionContract.Configuration.class, ParkedEventsInjectionTest.OtherChannels.class)) {
            var desk = container.select(Desk.class).get();

            assertThat(container.select(Catalogue.class).get().channels())
                    .containsExactlyInAnyOrder("", "audit", "news", "weather");
            assertThat(List.of(desk.status, desk.audit, desk.news.get(), desk.weather.get()))
                    .extracting(status -> status.now().channel())
                    .containsExactly("", "audit", "news", "weather");
            assertThat(desk.audit.now().link().state()).isEqualTo(State.DISABLED);
            assertThatThrownBy(desk.audit::stored)
                    .isInstanceOf(EmitterException.class)
                    .hasMessageContaining("RTH0632 ")
                    .hasMessageEndingWith("rethink.emitter.channel.audit.enabled=true");
            assertThat(container.getBeanManager().getBeans(EmitterStatus.class, Any.Literal.INSTANCE))
                    .hasSize(4)
                    .allMatch(PassivationCapable.class::isInstance);
        }
    }

    @Singleton
    static class OfATopic {
        @Inject
        @RethinkTopic("order.placed")
        EmitterStatus orders;
    }

    @ParameterizedTest
    @EnumSource
    void theStatusOfATopicIsRefused(Extension extension) {
        assertThatThrownBy(() -> extension.start(OfATopic.class).close())
                .hasMessageContaining("RTH0553 the EmitterStatus of " + OfATopic.class.getTypeName() + ".orders has"
                        + " @RethinkTopic, but is of a whole channel. Remove it");
    }

    @Singleton
    static class OnlyLookingOn {
        @Inject
        EmitterStatus status;

        @Produces
        static EmitterOptions options() {
            return EmitterOptions.of("embedded:only-status");
        }
    }

    @ParameterizedTest
    @EnumSource
    void anApplicationThatOnlyHasAStatusIsConnectedAndReady(Extension extension) {
        try (var container = extension.start(OnlyLookingOn.class)) {
            var status = container.select(OnlyLookingOn.class).get().status;

            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(status.now().ready()).isTrue());
            assertThat(status.stored().positions()).isEmpty();
        }
    }
}
