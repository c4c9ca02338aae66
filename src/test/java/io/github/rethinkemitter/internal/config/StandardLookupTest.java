package io.github.rethinkemitter.internal.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class StandardLookupTest {

    private final Properties system = new Properties();
    private final Properties file = new Properties();
    private final Map<String, String> environment = Map.of(
            "PATH", "/bin", "RETHINK_EMITTER_PUBLISH_BATCH_SIZE", "7", "RETHINK_EMITTER_PORT", "tcp://10.0.0.1:80");

    private final ConfigLookup lookup = new StandardLookup(system, environment, file);

    @Test
    void systemPropertiesComeBeforeTheEnvironmentAndThatBeforeTheFile() {
        file.setProperty("rethink.emitter.publish.batch-size", "9");
        file.setProperty("rethink.emitter.table", "packaged");

        assertThat(lookup.value("rethink.emitter.publish.batch-size")).isEqualTo("7");
        assertThat(lookup.value("rethink.emitter.table")).isEqualTo("packaged");
        assertThat(lookup.value("rethink.emitter.db")).isNull();

        system.setProperty("rethink.emitter.publish.batch-size", "5");

        assertThat(lookup.value("rethink.emitter.publish.batch-size")).isEqualTo("5");
    }

    @Test
    void variablesOfTheEnvironmentAreNotTakenForMistypedOptions() {
        system.setProperty("rethink.emitter.db", "shop");

        assertThat(lookup.names()).containsExactly("rethink.emitter.db");
    }

    @Test
    void microProfileConfigIsUsedWhereItIs() {
        assertThat(ConfigLookup.find()).isInstanceOf(MicroProfileLookup.class);
    }
}
