package io.github.rethinkemitter.embedded.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import jakarta.enterprise.inject.se.SeContainer;
import jakarta.enterprise.inject.se.SeContainerInitializer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.testkit.engine.EngineTestKit;

/** The messages that a wrong use of the extension gets. The tests run the nested classes with JUnit's engine. */
class MisuseTest {

    private static final Duration SHORT = Duration.ofMillis(200);

    static class NotStatic {
        @RegisterExtension
        final RethinkEmitterExtension rethink = RethinkEmitterExtension.create();

        @Test
        void anything() {}
    }

    @Test
    void aFieldThatIsNotStaticFailsTheTestAndSaysHowToDeclareIt() {
        assertThat(failures(NotStatic.class))
                .singleElement()
                .asString()
                .contains("RTH0827", "NotStatic\" is not static. Make it: @RegisterExtension static");
    }

    static class WithoutApplication {
        @RegisterExtension
        static final RethinkEmitterExtension rethink =
                RethinkEmitterExtension.builder().timeout(SHORT).build();

        @Test
        void waitsForAnEvent() {
            rethink.awaitObserved("order.placed");
        }

        @Test
        void waitsForTheConnection() {
            rethink.awaitConnected();
        }
    }

    @Test
    void aWaitWithoutAnApplicationFailsAndSaysWhyTheApplicationMayBeMissing() {
        assertThat(failures(WithoutApplication.class))
                .hasSize(2)
                .allSatisfy(message -> assertThat(message)
                        .contains("RTH0821", "addTo", "AddExtensions", "EmitterOptions bean", "enabled=false"));
    }

    static class WithoutConnection {
        @RegisterExtension
        static final RethinkEmitterExtension rethink =
                RethinkEmitterExtension.builder().timeout(SHORT).build();

        private SeContainer container;

        @BeforeEach
        void start() {
            rethink.faults().refuseConnections();
            container = started(rethink);
        }

        @AfterEach
        void stop() {
            container.close();
        }

        @Test
        void anything() {}
    }

    @Test
    void aTestWhoseApplicationDoesNotConnectFailsAndSaysWhy() {
        assertThat(failures(WithoutConnection.class))
                .singleElement()
                .asString()
                .contains(
                        "RTH0822",
                        "the default channel on table \"test.events\" is not connected",
                        "told of [",
                        "RTH02");
    }

    static class Impatient {
        @RegisterExtension
        static final RethinkEmitterExtension rethink =
                RethinkEmitterExtension.builder().timeout(SHORT).build();

        @Test
        void waitsForTooMuch() {
            try (var container = started(rethink)) {
                container
                        .select(Shop.class)
                        .get()
                        .place(1)
                        .toCompletableFuture()
                        .join();
                rethink.awaitObserved("order.placed", 2);
            }
        }
    }

    @Test
    void aWaitForTooManyEventsFailsAndSaysWhatIsStored() {
        assertThat(failures(Impatient.class))
                .singleElement()
                .asString()
                .contains("RTH0823 wanted events are 2 of topic \"order.placed\", and ", "order.placed=1", "timeout(");
    }

    static class Outer {
        @RegisterExtension
        static final RethinkEmitterExtension rethink = RethinkEmitterExtension.create();

        @Test
        void anotherClassRunsMeanwhile() {
            throw new AssertionError(failures(WithoutApplication.class).toString());
        }

        @Test
        void anotherTestRunsMeanwhile() {
            throw new AssertionError(failures(Inherited.class).toString());
        }
    }

    static class Inherited {
        @RegisterExtension
        static final RethinkEmitterExtension same = Outer.rethink;

        @Test
        void anything() {}
    }

    @Test
    void testsThatRunAtTheSameTimeFailAndSayHowToRunThemOneAfterAnother() {
        assertThat(failures(Outer.class))
                .hasSize(2)
                .anySatisfy(message -> assertThat(message)
                        .contains(
                                "RTH0826",
                                "Outer\" and \"",
                                "WithoutApplication\" run at the same time",
                                "@ResourceLock(RethinkEmitterExtension.LOCK)"))
                .anySatisfy(message -> assertThat(message).contains("RTH0828", "SAME_THREAD"));
    }

    static class Configured {
        @RegisterExtension
        static final RethinkEmitterExtension rethink = RethinkEmitterExtension.builder()
                .option("observer.timeout", "1s")
                .channel("audit")
                .build();

        @Test
        void failsWithItsConfiguration() {
            throw new AssertionError(System.getProperty("rethink.emitter.url") + " "
                    + System.getProperty("rethink.emitter.observer.timeout") + " "
                    + System.getProperty("rethink.emitter.channel.audit.url"));
        }
    }

    @Test
    void systemPropertiesHaveTheirOldValuesAfterTheTestClass() {
        System.setProperty("rethink.emitter.url", "rethinkdb://elsewhere");
        try {
            assertThat(failures(Configured.class))
                    .singleElement()
                    .asString()
                    .endsWith("embedded:junit 1s embedded:junit");

            assertThat(System.getProperty("rethink.emitter.url")).isEqualTo("rethinkdb://elsewhere");
            assertThat(System.getProperty("rethink.emitter.observer.timeout")).isNull();
            assertThat(System.getProperty("rethink.emitter.channel.audit.url")).isNull();
        } finally {
            System.clearProperty("rethink.emitter.url");
        }
    }

    @Test
    void aTextThatIsNoTopicIsRefused() {
        var rethink = RethinkEmitterExtension.create();

        assertThatThrownBy(() -> rethink.stored("order*")).hasMessageContaining("RTH0518");
    }

    private static SeContainer started(RethinkEmitterExtension rethink) {
        return rethink.addTo(SeContainerInitializer.newInstance().disableDiscovery())
                .addBeanClasses(Shop.class)
                .initialize();
    }

    private static List<String> failures(Class<?> testClass) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(testClass))
                .execute()
                .allEvents()
                .executions()
                .failed()
                .stream()
                .map(execution -> execution.getTerminationInfo().getExecutionResult())
                .flatMap(result -> result.getThrowable().stream())
                .map(String::valueOf)
                .toList();
    }
}
