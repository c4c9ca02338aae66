package io.github.rethinkemitter.internal.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StandardLookupTest {

    private final Properties system = new Properties();
    private final Properties file = new Properties();
    private final Map<String, String> environment = Map.of("PATH", "/bin", "RETHINK_EMITTER_PUBLISH_BATCH_SIZE", "7");

    private final ConfigLookup lookup = new StandardLookup(system, environment, file);

    @Test
    void systemPropertiesComeBeforeTheEnvironmentAndThatBeforeTheFile() {
        file.setProperty("rethink.emitter.publish.batch-size", "9");
        file.setProperty("rethink.emitter.table", "packaged");

        assertThat(text("rethink.emitter.publish.batch-size")).isEqualTo("7");
        assertThat(text("rethink.emitter.table")).isEqualTo("packaged");
        assertThat(text("rethink.emitter.db")).isNull();

        system.setProperty("rethink.emitter.publish.batch-size", "5");

        assertThat(text("rethink.emitter.publish.batch-size")).isEqualTo("5");
    }

    @Test
    void microProfileConfigIsUsedWhereItIsPresent() {
        assertThat(ConfigLookup.find()).isInstanceOf(MicroProfileLookup.class);
    }

    private @Nullable String text(String name) {
        var found = lookup.find(name);
        return found == null ? null : found.text();
    }
}
