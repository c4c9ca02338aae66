package io.github.rethinkemitter.internal.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rethinkemitter.EmitterOptions;
import io.github.rethinkemitter.OnFailure;
import io.github.rethinkemitter.OnFailure.Then;
import io.github.rethinkemitter.RethinkChannel;
import io.github.rethinkemitter.RethinkTopic;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Observers whose events are to be parked, with and without a name under which that lasts. No database answers here. */
class ParkingRulesTest {

    private static EmitterOptions options = EmitterOptions.none();

    @BeforeEach
    void nobodyIsThere() {
        options = EmitterOptions.of("rethinkdb://127.0.0.1:1").with("stop-timeout", "0s");
    }

    @Singleton
    static class Configuration {
        @Produces
        EmitterOptions options() {
            return options;
        }

        @Produces
        @RethinkChannel("audit")
        EmitterOptions audit() {
            return EmitterOptions.none().with("table", "audit").with("subscriber", "one");
        }
    }

    @Singleton
    static class Parking {
        @OnFailure(name = "billing", then = Then.PARK)
        void bill(@Observes @RethinkTopic("order.placed") String order) {}

        @OnFailure(then = Then.PARK)
        void audit(@Observes @RethinkTopic(value = "order.placed", channel = "audit") String order) {}
    }

    @Singleton
    static class Saying {
        @OnFailure(name = "billing")
        void bill(@Observes @RethinkTopic("order.placed") String order) {}

        @OnFailure(name = "counting", then = Then.SKIP)
        void count(@Observes @RethinkTopic("order.placed") String order) {}
    }

    private static final String OF_BILLING = ".bill(java.lang.String) fails are to be parked, but the channel has no"
            + " subscriber name under which that lasts. Set rethink.emitter.subscriber, or then = SKIP for the observer by"
            + " @OnFailure or rethink.emitter.observer.\"billing\".then=skip";

    @ParameterizedTest
    @EnumSource
    void anObserverWhoseEventsAreToBeParkedNeedsASubscriberName(Extension extension) {
        assertThatThrownBy(() ->
                        extension.start(Parking.class, Configuration.class).close())
                .hasStackTraceContaining("RTH0548 the events of the default channel on which "
                        + Parking.class.getTypeName() + OF_BILLING)
                .satisfies(problem ->
                        assertThat(String.valueOf(problem.getMessage())).doesNotContain(".audit("));
    }

    @ParameterizedTest
    @EnumSource
    void withASubscriberNameEventsMayBeParked(Extension extension) {
        options = options.with("subscriber", "one");

        try (var container = extension.start(Parking.class, Configuration.class)) {
            assertThat(container.isRunning()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void anOptionMayOverrideWhatTheAnnotationSays(Extension extension) {
        options = options.with("observer.\"billing\".then", "skip");

        try (var container = extension.start(Parking.class, Configuration.class)) {
            assertThat(container.isRunning()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void theOptionOfOneObserverNeedsASubscriberName(Extension extension) {
        options = options.with("observer.\"billing\".then", "park");

        assertThatThrownBy(
                        () -> extension.start(Saying.class, Configuration.class).close())
                .hasStackTraceContaining("RTH0548 the events of the default channel on which "
                        + Saying.class.getTypeName() + OF_BILLING);
    }

    @ParameterizedTest
    @EnumSource
    void theOptionOfAllObserversNeedsASubscriberNameForThoseThatSayNothingElse(Extension extension) {
        options = options.with("observer.then", "park");

        assertThatThrownBy(
                        () -> extension.start(Saying.class, Configuration.class).close())
                .hasStackTraceContaining(Saying.class.getTypeName() + OF_BILLING)
                .satisfies(problem ->
                        assertThat(String.valueOf(problem.getMessage())).doesNotContain(".count("));
    }

    @ParameterizedTest
    @EnumSource
    void thisIsReportedTogetherWithOtherProblemsOfTheConfiguration(Extension extension) {
        options = options.with("observer.\"biling\".delay", "1s");

        assertThatThrownBy(() ->
                        extension.start(Parking.class, Configuration.class).close())
                .hasStackTraceContaining("rethink.emitter.observer.\"biling\".delay is of no observer")
                .hasStackTraceContaining("RTH0548 ");
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsParkedOnAChannelThatIsSwitchedOff(Extension extension) {
        options = options.with("enabled", false);

        try (var container = extension.start(Parking.class, Configuration.class)) {
            assertThat(container.isRunning()).isTrue();
        }
    }
}
