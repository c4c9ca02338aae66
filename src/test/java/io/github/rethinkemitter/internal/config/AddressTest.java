package io.github.rethinkemitter.internal.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rethinkemitter.EmitterOptions;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the message about a database that cannot be reached says about its address. */
class AddressTest {

    private final Properties system = new Properties();
    private final Properties file = new Properties();
    private Map<String, String> environment;
    private Map<String, EmitterOptions> options;

    @BeforeEach
    void setUp() {
        environment = Map.of();
        options = Map.of();
        file.put("rethink.emitter.url", "rethinkdb://db1:1234/shop");
    }

    @Test
    void theHintNamesTheFileThatSetsTheAddress() {
        assertThat(hint(""))
                .isEqualTo(" The address is that of rethink.emitter.url in \"META-INF/rethink-emitter.properties\"");
        assertThat(hint("audit")).isEqualTo(hint(""));
    }

    @Test
    void theHintNamesTheHighestLayerThatSetsTheAddress() {
        environment = Map.of("RETHINK_EMITTER_URL", "rethinkdb://db2");
        assertThat(hint("")).endsWith("rethink.emitter.url in the environment");

        system.put("rethink.emitter.hosts", "db3");
        assertThat(hint("")).endsWith("rethink.emitter.hosts in the system properties");

        options = Map.of("", EmitterOptions.of("rethinkdb://db4"));
        assertThat(hint("")).endsWith("rethink.emitter.url in a bean of EmitterOptions");
    }

    @Test
    void otherOptionsDoNotChangeWhereTheAddressComesFrom() {
        system.put("rethink.emitter.db", "elsewhere");

        assertThat(hint("")).endsWith("in \"META-INF/rethink-emitter.properties\"");
    }

    @Test
    void theHintOfAChannelWithItsOwnServerNamesItsOwnOption() {
        system.put("rethink.emitter.channel.audit.url", "rethinkdb://db2/audit");

        assertThat(hint("audit")).endsWith("rethink.emitter.channel.audit.url in the system properties");
        assertThat(hint("")).endsWith("rethink.emitter.url in \"META-INF/rethink-emitter.properties\"");
    }

    @Test
    void withoutAnAddressTheHintSaysWhereItWasLookedFor() {
        file.clear();

        assertThat(hint(""))
                .startsWith(" Also, no rethink.emitter.url")
                .contains("localhost:28015", "system properties");
    }

    private String hint(String channel) {
        system.putIfAbsent("rethink.emitter.channel.audit.table", "audit");
        var lookup = new StandardLookup(system, environment, file);
        return SettingsReader.read(lookup, options, Set.of("", "audit"))
                .get(channel)
                .connection()
                .hint();
    }
}
