package io.github.rethinkemitter.internal.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rethinkemitter.EmitterOptions;
import io.github.rethinkemitter.internal.config.ConnectionSettings.Host;
import io.github.rethinkemitter.internal.config.ConnectionSettings.Tls;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is packaged with an application is overridden from outside, in whole or in part. */
class LayersTest {

    private final Map<String, String> outside = new HashMap<>();
    private final Map<String, String> packaged = new HashMap<>();
    private EmitterOptions produced = EmitterOptions.none();

    @Test
    void eachPartOfAPackagedUrlCanBeOverridden() {
        packaged.put("rethink.emitter.url", "rethinkdbs://me:secret@db1/shop");
        outside.put("RETHINK_EMITTER_DB", "test");
        outside.put("RETHINK_EMITTER_HOSTS", "db7:1234");
        outside.put("RETHINK_EMITTER_USER", "you");
        outside.put("RETHINK_EMITTER_PASSWORD", "other");
        outside.put("RETHINK_EMITTER_TLS", "false");

        var settings = read();

        assertThat(settings.table().db()).isEqualTo("test");
        assertThat(settings.connection().hosts()).containsExactly(new Host("db7", 1234));
        assertThat(settings.connection().login()).isEqualTo(new ConnectionSettings.Login("you", "other"));
        assertThat(settings.connection().tls()).isNull();
    }

    @Test
    void partsOfTheUrlThatAreNotOverriddenRemain() {
        packaged.put("rethink.emitter.url", "rethinkdbs://me:secret@db1/shop");
        outside.put("RETHINK_EMITTER_DB", "test");

        assertThat(read().connection().hosts()).containsExactly(new Host("db1", 28015));
        assertThat(read().connection().login().password()).isEqualTo("secret");
        assertThat(read().connection().tls()).isEqualTo(new Tls(null));
    }

    @Test
    void aUrlFromOutsideOverridesWhatIsPackaged() {
        packaged.put("rethink.emitter.db", "shop");
        packaged.put("rethink.emitter.tls", "true");
        packaged.put("rethink.emitter.tls.ca-file", "/nowhere/ca.pem");
        packaged.put("rethink.emitter.password", "secret");
        outside.put("RETHINK_EMITTER_URL", "rethinkdb://localhost/test");

        assertThat(read().table().db()).isEqualTo("test");
        assertThat(read().connection().tls()).isNull();
        assertThat(read().connection().login().password()).isEqualTo("secret");
    }

    @Test
    void anEmbeddedServerIsOverriddenByHostsFromOutside() {
        packaged.put("rethink.emitter.url", "embedded:");
        outside.put("RETHINK_EMITTER_HOSTS", "db1");

        assertThat(read().connection().embedded()).isNull();
        assertThat(read().connection().hosts()).containsExactly(new Host("db1", 28015));
    }

    @Test
    void anEmbeddedServerFromOutsideOverridesPackagedHosts() {
        packaged.put("rethink.emitter.hosts", "db1");
        packaged.put("rethink.emitter.tls", "true");
        outside.put("RETHINK_EMITTER_URL", "embedded:");

        assertThat(read().connection().embedded()).isEmpty();
    }

    @Test
    void aProducedOptionOverridesAPartOfTheUrlFromOutside() {
        outside.put("RETHINK_EMITTER_URL", "rethinkdb://db1/shop");
        produced = EmitterOptions.none().with("db", "produced");

        assertThat(read().table().db()).isEqualTo("produced");
        assertThat(read().connection().hosts()).containsExactly(new Host("db1", 28015));
    }

    @ParameterizedTest
    @CsvSource({"db, other", "hosts, db2", "user, you", "password, other", "tls, true"})
    void withinOneLayerAContradictionIsAProblem(String option, String value) {
        packaged.put("rethink.emitter.url", "rethinkdb://me:secret@db1/shop");
        packaged.put("rethink.emitter." + option, value);

        assertThatThrownBy(this::read)
                .hasMessageContaining("rethink.emitter.url and rethink.emitter." + option + " contradict each other");
    }

    @Test
    void sourcesOfMicroProfileConfigAreLayers() {
        packaged.put("rethink.emitter.url", "rethinkdb://db1/shop");
        outside.put("RETHINK_EMITTER_DB", "test");
        var config = new SmallRyeConfigBuilder()
                .withSources(
                        new EnvConfigSource(outside, 300),
                        new PropertiesConfigSource(packaged, "microprofile-config.properties", 100))
                .addDefaultInterceptors()
                .build();

        var settings = SettingsReader.read(new MicroProfileLookup(config), Map.of(), Set.of(""));

        assertThat(settings.get("").table().db()).isEqualTo("test");
    }

    private ChannelSettings read() {
        var file = new Properties();
        file.putAll(packaged);
        return SettingsReader.read(
                        new StandardLookup(new Properties(), outside, file), Map.of("", produced), Set.of(""))
                .get("");
    }
}
