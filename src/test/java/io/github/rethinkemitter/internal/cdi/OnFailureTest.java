package io.github.rethinkemitter.internal.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rethinkemitter.Connected;
import io.github.rethinkemitter.OnFailure;
import io.github.rethinkemitter.RethinkTopic;
import io.github.rethinkemitter.internal.flow.FailureRules;
import io.github.rethinkemitter.internal.flow.Observer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.enterprise.inject.se.SeContainer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What both extensions read from {@link OnFailure}, and what they refuse. */
class OnFailureTest {

    private static final class OutOfStock extends Exception {
        private static final long serialVersionUID = 1L;
    }

    @ApplicationScoped
    @OnFailure(maxAttempts = 7)
    static class Orders {

        @OnFailure(
                name = "billing",
                maxAttempts = 5,
                delay = "100ms",
                factor = 1.5,
                maxDelay = "2m",
                retryOn = {IOException.class, TimeoutException.class},
                parkOn = OutOfStock.class)
        void bill(@Observes @RethinkTopic("order.placed") String order) {}

        @OnFailure(delay = "5s")
        void count(@Observes @RethinkTopic("order.placed") int order) {}

        void ship(@ObservesAsync @RethinkTopic("order.placed") String order) {}
    }

    @ApplicationScoped
    static class Special extends Orders {}

    @ApplicationScoped
    static class Plain {
        void plain(@Observes @RethinkTopic("order.placed") String order) {}
    }

    @ParameterizedTest
    @EnumSource
    void whatTheMethodSaysCountsBeforeWhatItsClassSays(Extension extension) {
        try (var container = extension.start(Orders.class, Plain.class, ExtensionContract.Configuration.class)) {
            var bill = observer(container, "bill");
            assertThat(bill.name()).isEqualTo("billing");
            assertThat(bill.onFailure())
                    .isEqualTo(new FailureRules(
                            5,
                            Duration.ofMillis(100),
                            1.5,
                            Duration.ofMinutes(2),
                            List.of(IOException.class.getName(), TimeoutException.class.getName()),
                            List.of(OutOfStock.class.getName()),
                            null));
            assertThat(observer(container, "count").onFailure())
                    .isEqualTo(new FailureRules(null, Duration.ofSeconds(5), null, null, List.of(), List.of(), null));
            assertThat(observer(container, "ship").onFailure())
                    .isEqualTo(new FailureRules(7, null, null, null, List.of(), List.of(), null));
            assertThat(observer(container, "ship").name())
                    .isEqualTo(Orders.class.getTypeName() + ".ship(java.lang.String)");
            assertThat(observer(container, "plain").onFailure()).isEqualTo(FailureRules.NONE);
        }
    }

    @ParameterizedTest
    @EnumSource
    void twoObserversOfOneNameAreRefused(Extension extension) {
        assertThatThrownBy(() -> extension
                        .start(Orders.class, Special.class, ExtensionContract.Configuration.class)
                        .close())
                .hasStackTraceContaining("RTH0546 the observers " + Orders.class.getTypeName()
                        + ".bill(java.lang.String) and " + Special.class.getTypeName()
                        + ".bill(java.lang.String) have one name, \"billing\"");
    }

    @ApplicationScoped
    static class Wrong {

        @OnFailure(name = "the shop", maxAttempts = -1, delay = "soon", factor = -2, maxDelay = "2h")
        void all(@Observes @RethinkTopic("beep") String text) {}

        @OnFailure(delay = "2m", maxDelay = "1m")
        void longer(@Observes @RethinkTopic("beep") String text) {}

        @OnFailure
        void lifecycle(@Observes Connected event) {}

        @OnFailure
        void local(@Observes String text) {}

        @OnFailure
        void forgotten(String text) {}
    }

    @ParameterizedTest
    @EnumSource
    void valuesOutOfRangeAndAnnotationsWithoutEffectAreRefused(Extension extension) {
        var wrong = Wrong.class.getTypeName();
        assertThatThrownBy(() -> extension.start(Wrong.class).close())
                .hasMessageContaining("RTH0502 the application cannot be deployed with the emitter for 9 reasons:")
                .hasMessageContaining("RTH0545 " + wrong
                        + ".all(java.lang.String) has @OnFailure(maxAttempts = -1). Use a number from 1 to 1000")
                .hasMessageContaining("@OnFailure(delay = soon). Use a duration from 0s to 1h")
                .hasMessageContaining("@OnFailure(factor = -2.0). Use a number from 1 to 100")
                .hasMessageContaining("@OnFailure(maxDelay = 2h). Use a duration from 0s to 1h")
                .hasMessageContaining("@OnFailure(name = the shop). Use letters, digits, _, . and -")
                .hasMessageContaining("RTH0545 " + wrong + ".longer(java.lang.String) has @OnFailure(delay = \"2m\","
                        + " maxDelay = \"1m\"). Make the delay the shorter one")
                .hasMessageContaining("RTH0547 " + wrong + ".lifecycle(" + Connected.class.getName() + ") has")
                .hasMessageContaining("RTH0547 " + wrong + ".local(java.lang.String) has")
                .hasMessageContaining("RTH0547 " + wrong + ".forgotten(java.lang.String) has");
    }

    private static Observer observer(SeContainer container, String method) {
        var invoker = new ObserverInvoker(
                container.select(ApplicationBeans.class).get().all());
        return container.select(Catalogue.class).get().rows().stream()
                .filter(row -> row.entry().method().contains("." + method + "("))
                .map(row -> new CataloguedObserver(row, invoker, row.entry().failureRules()))
                .findFirst()
                .orElseThrow();
    }
}
