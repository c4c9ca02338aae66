package io.github.rethinkemitter.internal.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rethinkemitter.ConfigurationException;
import io.github.rethinkemitter.EmitterOptions;
import io.github.rethinkemitter.internal.config.ConnectionSettings.Host;
import io.github.rethinkemitter.internal.config.ConnectionSettings.Tls;
import io.github.rethinkemitter.internal.config.LifecycleSettings.Startup;
import io.github.rethinkemitter.internal.config.PublishSettings.Overflow;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsReaderTest {

    private final Map<String, String> configured = new HashMap<>();
    private final Map<String, EmitterOptions> produced = new HashMap<>();

    @Test
    void withoutConfigurationTheDefaultChannelIsOnTheLocalServer() {
        var settings = read();

        assertThat(settings.name()).isEmpty();
        assertThat(settings.connection().hosts()).containsExactly(new Host("localhost", 28015));
        assertThat(settings.connection().login().user()).isEqualTo("admin");
        assertThat(settings.connection().tls()).isNull();
        assertThat(settings.connection().embedded()).isNull();
        assertThat(settings.table().db()).isEqualTo("test");
        assertThat(settings.table().table()).isEqualTo("events");
        assertThat(settings.publish().batchBytes()).isEqualTo(1 << 20);
        assertThat(settings.life().startup()).isEqualTo(Startup.BACKGROUND);
    }

    @ParameterizedTest
    @CsvSource({"0s, 1s", "2s, 1s", "5s, 2500ms", "60s, 30s", "1d, 12h"})
    void anAcknowledgementIsLateAfterHalfTheOverlapButNeverAtOnce(String overlap, String late) {
        configured.put("rethink.emitter.resume-overlap", overlap);

        assertThat(read().publish().lateAfter())
                .isEqualTo(ValueFormat.duration("0s", "1d").read(late));
    }

    @ParameterizedTest
    @CsvSource({"never,,100000", "auto,,10000", "auto,500,500", "never,500,500"})
    void theDatabaseQueuesFewerDocumentsIfTheyMayBePacked(String pack, String queueSize, int expected) {
        configured.put("rethink.emitter.publish.pack", pack);
        if (queueSize != null) {
            configured.put("rethink.emitter.changefeed-queue-size", queueSize);
        }

        assertThat(read().subscribe().feedQueueSize()).isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource
    void everyDefaultIsAValueOfItsOption(Option option) {
        if (!option.preset().isEmpty()) {
            assertThat(option.format().read(option.preset())).isNotNull();
        }
    }

    @Test
    void aUrlSetsTheOptionsThatItNames() {
        configured.put("rethink.emitter.url", "rethinkdbs://us%40er:p%3Aw%2F+d@db1:1234,[::1],db2/shop");

        var connection = read().connection();

        assertThat(connection.hosts())
                .containsExactly(new Host("db1", 1234), new Host("::1", 28015), new Host("db2", 28015));
        assertThat(connection.login().user()).isEqualTo("us@er");
        assertThat(connection.login().password()).isEqualTo("p:w/+d");
        assertThat(connection.tls()).isEqualTo(new Tls(null));
        assertThat(read().table().db()).isEqualTo("shop");
    }

    @ParameterizedTest
    @CsvSource({"embedded:, ''", "embedded:shared, shared"})
    void anEmbeddedUrlNamesAServerInThisProcess(String url, String name) {
        configured.put("rethink.emitter.url", url);

        assertThat(read().connection().embedded()).isEqualTo(name);
        assertThat(read().connection().hosts()).isEmpty();
    }

    @Test
    void aChannelInheritsTheRootAndOverridesIt() {
        configured.put("rethink.emitter.url", "rethinkdb://db1/shop");
        configured.put("rethink.emitter.loopback", "false");
        configured.put("rethink.emitter.channel.audit.table", "audit");
        configured.put("rethink.emitter.channel.audit.db", "log");

        var audit = read("", "audit").get("audit");

        assertThat(audit.connection().hosts()).containsExactly(new Host("db1", 28015));
        assertThat(audit.table().db()).isEqualTo("log");
        assertThat(audit.table().table()).isEqualTo("audit");
        assertThat(audit.subscribe().loopback()).isFalse();
    }

    @Test
    void aChannelWithHostsOfItsOwnDoesNotUseTheRootsEmbeddedServer() {
        configured.put("rethink.emitter.url", "embedded:");
        configured.put("rethink.emitter.channel.audit.hosts", "db1");

        assertThat(read("", "audit").get("audit").connection().embedded()).isNull();
    }

    @Test
    void aProducedOptionOverridesAConfiguredOne() {
        configured.put("rethink.emitter.table", "configured");
        produced.put("", EmitterOptions.none().with("table", "produced").with("order-wait", Duration.ofMillis(1500)));

        assertThat(read().table().table()).isEqualTo("produced");
        assertThat(read().subscribe().orderWait()).isEqualTo(Duration.ofMillis(1500));
    }

    @ParameterizedTest
    @CsvSource({"100ms, PT0.1S", "2m, PT2M", "1h, PT1H", "PT10S, PT10S", "10 s, PT10S"})
    void durationsAreWrittenWithAUnit(String text, Duration value) {
        configured.put("rethink.emitter.stop-timeout", text);

        assertThat(read().life().stopTimeout()).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource({"2MiB, 2097152", "512KiB, 524288", "4096, 4096"})
    void sizesAreWrittenWithAUnitOrInBytes(String text, int value) {
        configured.put("rethink.emitter.publish.max-event-size", text);

        assertThat(read().publish().maxEventSize()).isEqualTo(value);
    }

    @Test
    void choicesAreWrittenInLowerCaseWithHyphens() {
        configured.put("rethink.emitter.create", "if-missing");
        configured.put("rethink.emitter.publish.overflow", "fail");

        assertThat(read().publish().overflow()).isEqualTo(Overflow.FAIL);
    }

    @Test
    void allProblemsAreReportedTogether() {
        configured.put("rethink.emitter.durability", "harder");
        configured.put("rethink.emitter.publish.batch-size", "0");
        configured.put("rethink.emitter.query-timeout", "30");

        assertThatThrownBy(this::read)
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("""
                        RTH0501 the configuration of the emitter has 3 problems:
                          rethink.emitter.query-timeout is "30"; use a duration from 100ms to 10m
                          rethink.emitter.durability is "harder"; use hard or soft
                          rethink.emitter.publish.batch-size is "0"; use a number from 1 to 10000""");
    }

    @ParameterizedTest
    @CsvSource({
        "rethink.emitter.tabel, rethink.emitter.table",
        "rethink.emitter.publish.batchsize, rethink.emitter.publish.batch-size",
        "rethink.emitter.channel.audit.tabel, rethink.emitter.channel.audit.table"
    })
    void anUnknownOptionIsReportedWithTheOneThatWasMeant(String unknown, String meant) {
        configured.put("rethink.emitter.channel.audit.db", "log");
        configured.put(unknown, "x");

        assertThatThrownBy(this::read).hasMessageContaining(unknown + " is no option; did you mean " + meant + "?");
    }

    @Test
    void hostsOfOneClusterInAnotherOrderAreTheSameHosts() {
        configured.put("rethink.emitter.hosts", "db1,db2:1234");
        configured.put("rethink.emitter.channel.audit.hosts", "DB2:1234,db3");

        assertThatThrownBy(() -> read("", "audit")).hasMessageContaining("share the table \"events\"");

        configured.put("rethink.emitter.channel.audit.hosts", "db2:28015,db3");

        assertThat(read("", "audit")).hasSize(2);
    }

    @Test
    void userAndPasswordAreTakenAsTheyAreWritten() {
        configured.put("rethink.emitter.user", " me ");
        configured.put("rethink.emitter.password", " \t");

        assertThat(read().connection().login().user()).isEqualTo(" me ");
        assertThat(read().connection().login().password()).isEqualTo(" \t");
    }

    @Test
    void aUrlsUserAndPasswordKeepTheirBlanks() {
        configured.put("rethink.emitter.url", " rethinkdb://%20me%20:%20@db1/shop ");

        assertThat(read().connection().login().user()).isEqualTo(" me ");
        assertThat(read().connection().login().password()).isEqualTo(" ");
        assertThat(read().table().db()).isEqualTo("shop");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hosts", "db", "table", "connect-timeout"})
    void aPasswordInTheWrongPlaceIsNotPrinted(String option) {
        configured.put("rethink.emitter." + option, "rethinkdb://user:sec@ret@host:1");

        assertThatThrownBy(this::read)
                .hasMessageContaining("rethink.emitter." + option + " is \"***@host:1\"")
                .message()
                .doesNotContain("sec")
                .doesNotContain("ret@");
    }

    @Test
    void anUnknownProducedOptionIsReported() {
        produced.put("", EmitterOptions.none().with("tabel", "x"));

        assertThatThrownBy(this::read).hasMessageContaining("rethink.emitter.tabel is no option");
    }

    @Test
    void aProducedOptionWithoutNameOrValueIsRefused() {
        assertThatThrownBy(() -> EmitterOptions.none().with("db", null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("RTH0534 option \"db\" has no name or no value");
        assertThatThrownBy(() -> EmitterOptions.none().with(null, "shop")).hasMessageStartingWith("RTH0534");
    }

    @Test
    void aUrlAndAnOptionThatContradictEachOtherAreAProblem() {
        configured.put("rethink.emitter.url", "rethinkdb://db1/shop");
        configured.put("rethink.emitter.db", "other");

        assertThatThrownBy(this::read)
                .hasMessageContaining("rethink.emitter.url and rethink.emitter.db contradict each other");
    }

    @Test
    void anEmbeddedServerWithHostsIsAProblem() {
        configured.put("rethink.emitter.url", "embedded:");
        configured.put("rethink.emitter.hosts", "db1");

        assertThatThrownBy(this::read).hasMessageContaining("rethink.emitter.hosts does not fit");
    }

    @Test
    void twoChannelsOnOneTableAreAProblem() {
        assertThatThrownBy(() -> read("", "audit"))
                .hasMessageContaining("channels \"\" and \"audit\" share the table \"events\" of db \"test\"")
                .hasMessageContaining("set rethink.emitter.channel.audit.table");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rethinkdb://user:secret@host:x/db",
                "http://user:secret@host",
                "rethinkdb://user:secret@",
                "rethinkdb://user:secret@host:99999",
                "rethinkdb://us%er:secret@host"
            })
    void aMalformedUrlIsReportedWithoutItsPassword(String url) {
        configured.put("rethink.emitter.url", url);

        assertThatThrownBy(this::read)
                .isInstanceOf(ConfigurationException.class)
                .message()
                .doesNotContain("secret");
    }

    @ParameterizedTest
    @CsvSource({"db, my db", "db, rethinkdb", "table, a.b", "hosts, '::1'", "hosts, 'a,,b'", "loopback, ja"})
    void valuesThatAreNotAllowedAreAProblem(String option, String value) {
        configured.put("rethink.emitter." + option, value);

        assertThatThrownBy(this::read).hasMessageContaining("rethink.emitter." + option + " is \"" + value + "\"");
    }

    @Test
    void aMissingCertificateFileIsAProblem() {
        configured.put("rethink.emitter.tls", "true");
        configured.put("rethink.emitter.tls.ca-file", "/nowhere/ca.pem");

        assertThatThrownBy(this::read).hasMessageContaining("\"/nowhere/ca.pem\", which cannot be read");
    }

    @Test
    void aValueThatCannotBeResolvedIsAProblem() {
        ConfigLookup failing = new ConfigLookup() {
            @Override
            public Found find(String name) {
                throw new IllegalStateException("no such expression");
            }

            @Override
            public Iterable<String> names() {
                return Set.of();
            }

            @Override
            public String places() {
                return "a test";
            }
        };

        assertThatThrownBy(() -> SettingsReader.read(failing, Map.of(), Set.of()))
                .hasMessageContaining("rethink.emitter.db cannot be read: no such expression");
    }

    private ChannelSettings read() {
        return read("").get("");
    }

    private Map<String, ChannelSettings> read(String... channels) {
        var properties = new Properties();
        properties.putAll(configured);
        return SettingsReader.read(
                new StandardLookup(properties, Map.of(), new Properties()), produced, Set.of(channels));
    }
}
