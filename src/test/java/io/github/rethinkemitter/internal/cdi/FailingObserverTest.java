package io.github.rethinkemitter.internal.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.rethinkemitter.Emitter;
import io.github.rethinkemitter.EmitterOptions;
import io.github.rethinkemitter.ObserverFailed;
import io.github.rethinkemitter.OnFailure;
import io.github.rethinkemitter.RethinkTopic;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InterceptorBinding;
import jakarta.interceptor.InvocationContext;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An application whose observer fails, with each extension. */
class FailingObserverTest {

    private static final List<String> CALLS = new CopyOnWriteArrayList<>();
    private static final List<ObserverFailed> FAILURES = new CopyOnWriteArrayList<>();

    @BeforeEach
    void forget() {
        CALLS.clear();
        FAILURES.clear();
    }

    @InterceptorBinding
    @Retention(RetentionPolicy.RUNTIME)
    @interface InTransaction {}

    @Interceptor
    @InTransaction
    @Priority(1)
    static class Transactions {
        @AroundInvoke
        Object around(InvocationContext context) throws Exception {
            CALLS.add("begin");
            try {
                return context.proceed();
            } catch (IllegalStateException e) {
                CALLS.add("rollback");
                throw e;
            }
        }
    }

    @ApplicationScoped
    static class Billing {

        @Produces
        EmitterOptions options() {
            return EmitterOptions.of("embedded:failing-observer")
                    .with("observer.delay", "10ms")
                    .with("observer.\"billing\".max-attempts", 2);
        }

        @InTransaction
        @OnFailure(name = "billing", maxAttempts = 5)
        void bill(@Observes @RethinkTopic("order.placed") String order) {
            throw new IllegalStateException("no account for " + order);
        }

        void failed(@Observes ObserverFailed failure) {
            FAILURES.add(failure);
        }
    }

    @ParameterizedTest
    @EnumSource
    void eachAttemptHasItsInterceptorsAndTheConfigurationSaysHowManyThereAre(Extension extension) {
        try (var container = extension.start(Billing.class, Transactions.class)) {
            var unused = container.select(Emitter.class).get().trigger("order.placed", "tea");

            await().untilAsserted(() -> assertThat(FAILURES).hasSize(2));
        }
        assertThat(FAILURES).extracting(ObserverFailed::observer).containsOnly("billing");
        assertThat(FAILURES.get(0).nextAttempt()).isPresent();
        assertThat(FAILURES.get(1).nextAttempt()).isEmpty();
        assertThat(CALLS).containsExactly("begin", "rollback", "begin", "rollback");
    }

    @ApplicationScoped
    static class Configured {
        @Produces
        EmitterOptions options() {
            return EmitterOptions.none().with("enabled", false).with("observer.\"biling\".max-attempts", 2);
        }

        @OnFailure(name = "billing")
        void bill(@Observes @RethinkTopic("order.placed") String order) {}
    }

    @ParameterizedTest
    @EnumSource
    void anOptionOfAnUnknownObserverEndsTheDeployment(Extension extension) {
        assertThatThrownBy(() -> extension.start(Configured.class).close())
                .hasStackTraceContaining(
                        "rethink.emitter.observer.\"biling\".max-attempts is of no observer; the observers"
                                + " are [billing]");
    }
}
