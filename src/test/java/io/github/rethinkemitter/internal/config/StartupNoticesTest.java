package io.github.rethinkemitter.internal.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StartupNoticesTest {

    // Kept in a field, so that the logger is not collected together with its handler.
    private static final Logger LOGGER = Logger.getLogger("io.github.rethinkemitter.config");

    private final List<String> warnings = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord line) {
            (line.getLevel().equals(Level.WARNING) ? warnings : notes).add(line.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };
    private @Nullable Level before;

    @BeforeEach
    void listen() {
        before = LOGGER.getLevel();
        LOGGER.setLevel(Level.INFO);
        LOGGER.addHandler(handler);
    }

    @AfterEach
    void stopListening() {
        LOGGER.removeHandler(handler);
        LOGGER.setLevel(before);
    }

    @Test
    void withoutAnAddressTheLogSaysWhereItWasLookedFor() {
        log(Map.of("rethink.emiter.url", "rethinkdb://db1"));

        assertThat(notes)
                .containsExactly("RTH0532 no rethink.emitter.url and no rethink.emitter.hosts is configured, so"
                        + " localhost:28015 was taken; they were looked for in system properties, environment variables"
                        + " and \"META-INF/rethink-emitter.properties\", of which there is none. Set rethink.emitter.url to"
                        + " the database's address");
        assertThat(warnings).isEmpty();
    }

    @Test
    void onSmallRyeTheLogNamesTheSources() {
        assertThat(ConfigLookup.find().places())
                .startsWith("MicroProfile Config with its sources \"")
                .contains("EnvConfigSource");
    }

    @ParameterizedTest
    @ValueSource(strings = {"embedded:", "rethinkdb://localhost", "rethinkdb://me:secret@localhost"})
    void aConfiguredAddressIsNotReported(String url) {
        log(Map.of("rethink.emitter.url", url));

        assertThat(notes).isEmpty();
        assertThat(warnings).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"db1", "10.0.0.1", "[::2]", "localhost,db1", "128.0.0.1", "localhost.example"})
    void aPasswordForAnotherMachineWithoutTlsIsReported(String hosts) {
        log(Map.of(
                "rethink.emitter.url",
                "rethinkdb://me:secret@" + hosts,
                "rethink.emitter.channel.audit.table",
                "audit"));

        assertThat(warnings)
                .singleElement()
                .asString()
                .startsWith("RTH0533 the connections to [" + hosts.replace("localhost,", "") + ":28015]")
                .doesNotContain("secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rethinkdbs://me:secret@db1",
                "rethinkdb://me@db1",
                "rethinkdb://me:secret@127.1.2.3,[::1],LOCALHOST,db.localhost,[0:0:0:0:0:0:0:1]"
            })
    void connectionsThatNobodyElseCanReadAreNotReported(String url) {
        log(Map.of("rethink.emitter.url", url));

        assertThat(warnings).isEmpty();
    }

    @Test
    void aDisabledChannelConnectsToNothing() {
        log(Map.of("rethink.emitter.url", "rethinkdb://me:secret@db1", "rethink.emitter.enabled", "false"));

        assertThat(warnings).isEmpty();
    }

    private static void log(Map<String, String> configured) {
        var properties = new Properties();
        properties.putAll(configured);
        var lookup = new StandardLookup(properties, Map.of(), new Properties());
        StartupNotices.log(SettingsReader.read(lookup, Map.of(), Set.of("")).values());
    }
}
