package io.github.rethinkemitter.internal.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rethinkemitter.ConfigurationException;
import io.github.rethinkemitter.EmitterOptions;
import io.github.rethinkemitter.OnFailure.Then;
import io.github.rethinkemitter.internal.flow.FailureRules;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ObserverOptionsTest {

    private static final String PLACED = "com.example.Orders.placed(com.example.Order)";
    private static final FailureRules DECLARED =
            new FailureRules(5, Duration.ofSeconds(2), null, null, List.of("java.io.IOException"), List.of(), null);

    private final Properties properties = new Properties();
    private final Map<String, String> environment = new HashMap<>();
    private EmitterOptions produced = EmitterOptions.none();

    @Test
    void anOptionOverridesWhatTheObserverSaysAndLeavesTheRest() {
        properties.put("rethink.emitter.observer.\"billing\".max-attempts", "7");
        properties.put("rethink.emitter.observer.\"billing\".retry-on", "java.lang.Exception, java.lang.Error");
        properties.put("rethink.emitter.observer.\"billing\".then", "park");
        properties.put("rethink.emitter.observer.\"" + PLACED + "\".factor", "1.5");
        properties.put("rethink.emitter.observer.\"" + PLACED + "\".park-on", "java.lang.IllegalStateException");

        assertThat(read())
                .containsEntry(
                        "billing",
                        new FailureRules(
                                7,
                                Duration.ofSeconds(2),
                                null,
                                null,
                                List.of("java.lang.Exception", "java.lang.Error"),
                                List.of(),
                                Then.PARK))
                .containsEntry(
                        PLACED,
                        new FailureRules(
                                null, null, 1.5, null, List.of(), List.of("java.lang.IllegalStateException"), null));
    }

    @Test
    void theEnvironmentOverridesAFileAndABeanOverridesBoth() {
        properties.put("rethink.emitter.observer.\"billing\".delay", "3s");
        environment.put("RETHINK_EMITTER_OBSERVER__BILLING__MAX_DELAY", "30s");
        environment.put("RETHINK_EMITTER_OBSERVER__BILLING__MAX_ATTEMPTS", "8");
        environment.put("RETHINK_EMITTER_OBSERVER__BILLING__THEN", "SKIP");
        produced = EmitterOptions.none().with("observer.\"billing\".max-attempts", 9);

        assertThat(read().get("billing"))
                .isEqualTo(new FailureRules(
                        9,
                        Duration.ofSeconds(3),
                        null,
                        Duration.ofSeconds(30),
                        List.of("java.io.IOException"),
                        List.of(),
                        Then.SKIP));
        var settings = SettingsReader.read(lookup(), Map.of("", produced), Set.of(""));
        assertThat(settings).as("settings of channels").hasSize(1);
    }

    @Test
    void microProfileConfigTakesTheSameVariables() {
        environment.put("RETHINK_EMITTER_OBSERVER__BILLING__MAX_ATTEMPTS", "8");
        properties.put("rethink.emitter.observer.\"billing\".delay", "3s");
        var lookup = new MicroProfileLookup(new SmallRyeConfigBuilder()
                .withSources(
                        new EnvConfigSource(environment, 300),
                        new PropertiesConfigSource(
                                Map.of("rethink.emitter.observer.\"billing\".delay", "3s"), "file", 100))
                .build());

        var rules = ObserverOptions.read(lookup, Map.of(), Map.of("billing", DECLARED), ObserverOptionsTest::isFailure);

        assertThat(rules.get("billing").maxAttempts()).isEqualTo(8);
        assertThat(rules.get("billing").delay()).isEqualTo(Duration.ofSeconds(3));
        assertThat(SettingsReader.read(lookup, Map.of(), Set.of(""))).hasSize(1);
    }

    @Test
    void observersThatDoNotExistAreReportedWithThoseThatDo() {
        properties.put("rethink.emitter.observer.\"biling\".max-attempts", "7");
        environment.put("RETHINK_EMITTER_OBSERVER__BILLINGS__DELAY", "8s");
        produced = EmitterOptions.none().with("observer.\"shipping\".factor", 9);

        assertThatThrownBy(this::read)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("RTH0501 the configuration of the emitter has 3 problems:")
                .hasMessageContaining(
                        "rethink.emitter.observer.\"biling\".max-attempts is of no observer; the observers"
                                + " are [billing, " + PLACED + "]")
                .hasMessageContaining("RETHINK_EMITTER_OBSERVER__BILLINGS__DELAY is of no observer")
                .hasMessageContaining("rethink.emitter.observer.\"shipping\".factor is of no observer");
    }

    @Test
    void valuesOutOfRangeAreReported() {
        properties.put("rethink.emitter.observer.\"billing\".max-attempts", "-1");
        properties.put("rethink.emitter.observer.\"billing\".delay", "2m");
        properties.put("rethink.emitter.observer.\"billing\".max-delay", "1m");
        properties.put("rethink.emitter.observer.\"billing\".park-on", "java.lang.String,com.example.Gone");
        properties.put("rethink.emitter.observer.\"billing\".then", "configured");

        assertThatThrownBy(this::read)
                .hasMessageContaining("has 5 problems:")
                .hasMessageContaining("observer.\"billing\".max-attempts is \"-1\"; use a number from 1 to 1000")
                .hasMessageContaining("observer.\"billing\".delay is longer than the longest delay of that observer")
                .hasMessageContaining("observer.\"billing\".then is \"configured\"; use park or hold or skip")
                .hasMessageContaining(
                        "park-on names \"java.lang.String\", which is no class that can be thrown;"
                                + " use names such as java.io.IOException, and in a native image register the class for reflection")
                .hasMessageContaining("park-on names \"com.example.Gone\", which is no class that can be thrown");
    }

    @Test
    void aMistypedOptionOfAnObserverIsReported() {
        properties.put("rethink.emitter.observer.\"billing\".max-attempt", "1");
        properties.put("rethink.emitter.channel.audit.observer.\"billing\".delay", "1s");

        assertThatThrownBy(() -> SettingsReader.read(lookup(), Map.of(), Set.of("")))
                .hasMessageContaining("rethink.emitter.observer.\"billing\".max-attempt is no option; use"
                        + " rethink.emitter.observer.\"<name>\".<option> with one of max-attempts, delay, factor,")
                .hasMessageContaining("rethink.emitter.channel.audit.observer.\"billing\".delay is no option");
    }

    @Test
    void eventsAreParkedWhereASubscriberNameIsSetUnlessAnOptionSaysOtherwise() {
        assertThat(attempts("").then()).isEqualTo(Then.SKIP);

        properties.put("rethink.emitter.channel.audit.table", "audit");
        properties.put("rethink.emitter.channel.audit.subscriber", "one");
        assertThat(attempts("").then()).isEqualTo(Then.SKIP);
        assertThat(attempts("audit").then()).isEqualTo(Then.PARK);

        properties.put("rethink.emitter.observer.then", "skip");
        assertThat(attempts("audit").then()).isEqualTo(Then.SKIP);

        properties.put("rethink.emitter.observer.then", "park");
        assertThat(attempts("").then()).isEqualTo(Then.PARK);
    }

    private AttemptSettings attempts(String channel) {
        var settings = SettingsReader.read(lookup(), Map.of(), Set.of(channel));
        return settings.get(channel).dispatch().attempts();
    }

    private ConfigLookup lookup() {
        return new StandardLookup(new Properties(), environment, properties);
    }

    private Map<String, FailureRules> read() {
        return ObserverOptions.read(
                lookup(),
                Map.of("", produced),
                Map.of("billing", DECLARED, PLACED, FailureRules.NONE),
                ObserverOptionsTest::isFailure);
    }

    private static boolean isFailure(String name) {
        try {
            return Throwable.class.isAssignableFrom(Class.forName(name));
        } catch (ClassNotFoundException e) {
            return false;
        }
    }
}
