package io.github.rethinkemitter.internal.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.rethinkemitter.Emitter;
import io.github.rethinkemitter.EmitterOptions;
import io.github.rethinkemitter.embedded.EmbeddedRethinkDb;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.se.SeContainer;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.eclipse.microprofile.health.Liveness;
import org.eclipse.microprofile.health.Readiness;
import org.eclipse.microprofile.health.Startup;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The health checks that an application gets from both extensions. */
class HealthChecksTest {

    private static final String NOBODY_THERE = "rethinkdb://127.0.0.1:1";

    private static final EmitterOptions WITHOUT_DATABASE =
            EmitterOptions.none().with("url", NOBODY_THERE).with("stop-timeout", "0s");

    private static EmitterOptions options = WITHOUT_DATABASE;
    private static final List<HealthCheckResponse> BEFORE_THE_START = new ArrayList<>();

    @AfterEach
    void clear() {
        BEFORE_THE_START.clear();
        options = WITHOUT_DATABASE;
    }

    @Singleton
    static class WithoutEmitter {}

    @Singleton
    static class Orders {

        @Inject
        Instance<Emitter> emitter;

        @Produces
        static EmitterOptions options() {
            return options;
        }

        void starting(
                @Observes @Priority(1) jakarta.enterprise.event.Startup event,
                @Startup Instance<HealthCheck> startup,
                @Readiness Instance<HealthCheck> readiness,
                @Liveness Instance<HealthCheck> liveness) {
            BEFORE_THE_START.addAll(List.of(
                    startup.get().call(), readiness.get().call(), liveness.get().call()));
        }
    }

    @ParameterizedTest
    @EnumSource
    void anApplicationWithoutChannelsIsUp(Extension extension) {
        try (var container = extension.start(WithoutEmitter.class)) {
            assertThat(checks(container)).allSatisfy(HealthChecksTest::isUpWithoutData);
        }
    }

    @ParameterizedTest
    @EnumSource
    void beforeTheStartAnApplicationIsOnlyLive(Extension extension) {
        options = options.with("health", false);

        try (var container = extension.start(Orders.class)) {
            assertThat(container.isRunning()).isTrue();
            assertThat(BEFORE_THE_START)
                    .extracting(HealthCheckResponse::getStatus)
                    .containsExactly(Status.DOWN, Status.DOWN, Status.UP);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aChannelThatIsLeftOutOfHealthChecksDoesNotMakeThemFail(Extension extension) {
        options = options.with("health", false).with("startup", "wait").with("startup-timeout", "100ms");

        try (var container = extension.start(Orders.class)) {
            assertThat(checks(container)).allSatisfy(HealthChecksTest::isUpWithoutData);
        }
    }

    @ParameterizedTest
    @EnumSource
    void anApplicationIsNotReadyWhileTheDatabaseIsAwayAndLiveAllTheTime(Extension extension) {
        try (var database = EmbeddedRethinkDb.start()) {
            options = options.with("url", database.uri() + "/test").with("reconnect.delay", "1ms");
            try (var container = extension.start(Orders.class)) {
                await().untilAsserted(
                                () -> assertThat(statuses(container)).containsExactly(Status.UP, Status.UP, Status.UP));
                assertThat(checks(container))
                        .extracting(check -> check.getData().orElseThrow().get("state"))
                        .containsOnly("CONNECTED");

                database.faults().refuseConnections();
                database.faults().dropConnections();

                await().untilAsserted(() ->
                        assertThat(statuses(container)).containsExactly(Status.UP, Status.DOWN, Status.UP));
                assertThat(checks(container).get(1).getData().orElseThrow()).containsKey("problems");

                database.faults().acceptConnections();

                await().untilAsserted(
                                () -> assertThat(statuses(container)).containsExactly(Status.UP, Status.UP, Status.UP));
            }
        }
    }

    private static List<Status> statuses(SeContainer container) {
        return checks(container).stream().map(HealthCheckResponse::getStatus).toList();
    }

    private static List<HealthCheckResponse> checks(SeContainer container) {
        return List.of(
                container
                        .select(HealthCheck.class, Startup.Literal.INSTANCE)
                        .get()
                        .call(),
                container
                        .select(HealthCheck.class, Readiness.Literal.INSTANCE)
                        .get()
                        .call(),
                container
                        .select(HealthCheck.class, Liveness.Literal.INSTANCE)
                        .get()
                        .call());
    }

    private static void isUpWithoutData(HealthCheckResponse response) {
        assertThat(response.getName()).isEqualTo("rethink-emitter");
        assertThat(response.getStatus()).isEqualTo(Status.UP);
        assertThat(response.getData()).isEmpty();
    }
}
