package io.github.rethinkemitter.internal.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rethinkemitter.ConfigurationException;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Variables of the environment, as a JVM without MicroProfile Config and as servers with SmallRye Config show them. */
class EnvironmentTest {

    private final Map<String, String> environment = new HashMap<>();
    private final Map<String, String> file = new HashMap<>();

    enum Config {
        STANDARD {
            @Override
            ConfigLookup lookup(Map<String, String> environment, Map<String, String> file) {
                var properties = new Properties();
                properties.putAll(file);
                return new StandardLookup(new Properties(), environment, properties);
            }
        },
        SMALLRYE {
            @Override
            ConfigLookup lookup(Map<String, String> environment, Map<String, String> file) {
                return new MicroProfileLookup(new SmallRyeConfigBuilder()
                        .withSources(
                                new EnvConfigSource(environment, 300), new PropertiesConfigSource(file, "file", 100))
                        .addDefaultInterceptors()
                        .build());
            }
        };

        abstract ConfigLookup lookup(Map<String, String> environment, Map<String, String> file);
    }

    @ParameterizedTest
    @EnumSource
    void everyOptionCanBeAVariable(Config config) {
        for (Option option : Option.values()) {
            environment.put(EnvironmentVariables.of("rethink.emitter." + option.key()), option.preset());
        }
        environment.put("RETHINK_EMITTER_PUBLISH_BATCH_SIZE", "64");
        environment.put("RETHINK_EMITTER_STOP_TIMEOUT", "7s");

        var settings = read(config).get("");

        assertThat(settings.publish().batchSize()).isEqualTo(64);
        assertThat(settings.life().stopTimeout()).hasSeconds(7);
    }

    @ParameterizedTest
    @EnumSource
    void aChannelWithAHyphenCanBeConfiguredByVariables(Config config) {
        environment.put("RETHINK_EMITTER_CHANNEL_MY_AUDIT_DB", "log");
        environment.put("RETHINK_EMITTER_CHANNEL_MY_AUDIT_TLS_CA_FILE", "");
        file.put("rethink.emitter.channel.my-audit.publish.batch-size", "5");
        environment.put("RETHINK_EMITTER_CHANNEL_MY_AUDIT_PUBLISH_BATCH_SIZE", "64");

        var audit = read(config, "").get("my-audit");

        assertThat(audit.table().db()).isEqualTo("log");
        assertThat(audit.publish().batchSize()).isEqualTo(64);
    }

    @ParameterizedTest
    @EnumSource
    void aVariableAloneDoesNotMakeAChannel(Config config) {
        environment.put("RETHINK_EMITTER_CHANNEL_MY_AUDIT_DB", "log");
        environment.put("RETHINK_EMITTER_CHANNEL_AUDIT_DB", "log");
        file.put("rethink.emitter.channel.orders.db", "orders");
        environment.put("RETHINK_EMITTER_CHANNEL_ORDERS_DB", "others");

        var settings = read(config);

        assertThat(settings).containsOnlyKeys("orders");
        assertThat(settings.get("orders").table().db()).isEqualTo("others");
    }

    @ParameterizedTest
    @EnumSource
    void variablesOfKubernetesServicesAreIgnored(Config config) {
        environment.put("RETHINK_EMITTER_PORT", "tcp://10.0.0.1:28015");
        environment.put("RETHINK_EMITTER_SERVICE_HOST", "10.0.0.1");
        environment.put("RETHINK_EMITTER_SERVICE_PORT", "28015");
        environment.put("RETHINK_EMITTER_SERVICE_PORT_DRIVER", "28015");
        environment.put("RETHINK_EMITTER_PORT_28015_TCP", "tcp://10.0.0.1:28015");
        environment.put("RETHINK_EMITTER_PORT_28015_TCP_PROTO", "tcp");
        environment.put("RETHINK_EMITTER_PORT_28015_TCP_PORT", "28015");
        environment.put("RETHINK_EMITTER_PORT_28015_TCP_ADDR", "10.0.0.1");
        environment.put("RETHINK_EMITTER_WEB_UI_SERVICE_HOST", "10.0.0.2");
        environment.put("RETHINK_EMITTER_WEB_UI_PORT", "udp://10.0.0.2:80");
        environment.put("RETHINK_EMITTER_CHANNEL_PORT_80_TCP_ADDR", "10.0.0.3");
        environment.put("RETHINK_EMITTER_DB", "shop");

        assertThat(read(config, "").get("").table().db()).isEqualTo("shop");
    }

    @ParameterizedTest
    @CsvSource({
        "STANDARD, PUBLISH_BATCH_SIZ, did you mean RETHINK_EMITTER_PUBLISH_BATCH_SIZE?",
        "SMALLRYE, PUBLISH_BATCH_SIZ, did you mean RETHINK_EMITTER_PUBLISH_BATCH_SIZE?",
        "STANDARD, CHANNEL_MY_AUDIT_TABEL, did you mean RETHINK_EMITTER_CHANNEL_MY_AUDIT_TABLE?",
        "SMALLRYE, CHANNEL_MY_AUDIT_TABEL, did you mean RETHINK_EMITTER_CHANNEL_MY_AUDIT_TABLE?",
        "STANDARD, CHANNEL_AUDIT, use RETHINK_EMITTER_CHANNEL_<NAME>_<OPTION>",
        "SMALLRYE, CHANNEL_AUDIT, use RETHINK_EMITTER_CHANNEL_<NAME>_<OPTION>",
        "STANDARD, PORT, did you mean",
        "SMALLRYE, PORT, did you mean",
    })
    void aMistypedVariableIsReported(Config config, String variable, String remedy) {
        environment.put("RETHINK_EMITTER_" + variable, "5");

        assertThatThrownBy(() -> read(config))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("has a problem:\n  RETHINK_EMITTER_" + variable + " is no option; " + remedy);
    }

    @ParameterizedTest
    @EnumSource
    void aMistypedNameInAFileIsReportedAlthoughAVariableLooksLikeIt(Config config) {
        environment.put("RETHINK_EMITTER_PUBLISH_BATCH_SIZE", "64");
        file.put("rethink.emitter.publish.batch.size", "5");

        assertThatThrownBy(() -> read(config))
                .hasMessageContaining("rethink.emitter.publish.batch.size is no option; did you mean"
                        + " rethink.emitter.publish.batch-size?");
    }

    private Map<String, ChannelSettings> read(Config config, String... channels) {
        return SettingsReader.read(config.lookup(environment, file), Map.of(), Set.of(channels));
    }
}
