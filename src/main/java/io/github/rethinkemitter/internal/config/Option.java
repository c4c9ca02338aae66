package io.github.rethinkemitter.internal.config;

import io.github.rethinkemitter.OnFailure.Then;
import io.github.rethinkemitter.internal.config.LifecycleSettings.Startup;
import io.github.rethinkemitter.internal.config.PositionSettings.HistoryLost;
import io.github.rethinkemitter.internal.config.PublishSettings.Overflow;
import io.github.rethinkemitter.internal.config.PublishSettings.Pack;
import io.github.rethinkemitter.internal.config.TableSettings.Create;
import io.github.rethinkemitter.internal.config.TableSettings.Durability;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Every option there is: its name, its default and its format. The table of docs/options.md lists the same. */
enum Option {
    URL(
            "url",
            "",
            ValueFormat.text(
                    "rethinkdb://[user[:password]@]host[:port][,host…][/db], rethinkdbs://… for TLS, or embedded:")),
    HOSTS("hosts", "localhost:28015", ValueFormat.text("host[:port][,host[:port]…], an IPv6 address in brackets")),
    USER("user", "admin", ValueFormat.text("a user of the database")),
    PASSWORD("password", "", ValueFormat.text("the user's password")),
    DB("db", "test", ValueFormat.name()),
    TABLE("table", "events", ValueFormat.name()),
    PERSIST("persist", "true", ValueFormat.flag()),
    CREATE("create", "if-missing", ValueFormat.choice(Create.class)),
    DURABILITY("durability", "hard", ValueFormat.choice(Durability.class)),
    TLS("tls", "false", ValueFormat.flag()),
    TLS_CA_FILE("tls.ca-file", "", ValueFormat.text("the path of a PEM file")),
    CONNECT_TIMEOUT("connect-timeout", "5s", ValueFormat.duration("100ms", "10m")),
    QUERY_TIMEOUT("query-timeout", "30s", ValueFormat.duration("100ms", "10m")),
    HEARTBEAT_INTERVAL("heartbeat.interval", "10s", ValueFormat.duration("100ms", "1h")),
    HEARTBEAT_TIMEOUT("heartbeat.timeout", "5s", ValueFormat.duration("100ms", "1h")),
    RECONNECT_DELAY("reconnect.delay", "100ms", ValueFormat.duration("1ms", "1h")),
    RECONNECT_MAX_DELAY("reconnect.max-delay", "10s", ValueFormat.duration("1ms", "1d")),
    PUBLISH_BUFFER_SIZE("publish.buffer-size", "10000", ValueFormat.number(1, 10_000_000)),
    PUBLISH_BUFFER_BYTES("publish.buffer-bytes", "64MiB", ValueFormat.size("1KiB", "1024MiB")),
    PUBLISH_OVERFLOW("publish.overflow", "block", ValueFormat.choice(Overflow.class)),
    PUBLISH_BLOCK_TIMEOUT("publish.block-timeout", "5s", ValueFormat.duration("0s", "1h")),
    PUBLISH_PACK("publish.pack", "never", ValueFormat.choice(Pack.class)),
    PUBLISH_BATCH_SIZE("publish.batch-size", "128", ValueFormat.number(1, 10_000)),
    PUBLISH_BATCH_BYTES("publish.batch-bytes", "1MiB", ValueFormat.size("1KiB", "16MiB")),
    PUBLISH_IN_FLIGHT("publish.in-flight", "4", ValueFormat.number(1, 64)),
    PUBLISH_MAX_EVENT_SIZE("publish.max-event-size", "1MiB", ValueFormat.size("1KiB", "16MiB")),
    EPHEMERAL_GRACE("ephemeral-grace", "30s", ValueFormat.duration("1s", "30d")),
    RETENTION("retention", "", ValueFormat.duration("1s", "36500d")),
    RETENTION_HARD("retention-hard", "false", ValueFormat.flag()),
    POSITION_EXPIRY("position-expiry", "", ValueFormat.duration("1h", "36500d")),
    SUBSCRIBER("subscriber", "", ValueFormat.name()),
    START("start", "now", ValueFormat.start()),
    ON_HISTORY_LOST("on-history-lost", "earliest", ValueFormat.choice(HistoryLost.class)),
    LOOPBACK("loopback", "true", ValueFormat.flag()),
    RESUME_OVERLAP("resume-overlap", "60s", ValueFormat.duration("0s", "1d")),
    ORDER_WAIT("order-wait", "2s", ValueFormat.duration("0s", "1h")),
    REPEAT_WAIT("repeat-wait", "30s", ValueFormat.duration("0s", "1h")),
    SUBSCRIBE_BUFFER_SIZE("subscribe.buffer-size", "1000", ValueFormat.number(1, 1_000_000)),
    SUBSCRIBE_BUFFER_BYTES("subscribe.buffer-bytes", "16MiB", ValueFormat.size("1KiB", "1024MiB")),
    OBSERVER_WARN_AFTER("observer.warn-after", "30s", ValueFormat.duration("100ms", "1h")),
    OBSERVER_TIMEOUT("observer.timeout", "", ValueFormat.duration("100ms", "1d")),
    OBSERVER_MAX_ATTEMPTS("observer.max-attempts", "3", ValueFormat.number(1, 1_000)),
    OBSERVER_DELAY("observer.delay", "1s", ValueFormat.duration("0s", "1h")),
    OBSERVER_FACTOR("observer.factor", "2", ValueFormat.decimal(1, 100)),
    OBSERVER_MAX_DELAY("observer.max-delay", "1m", ValueFormat.duration("0s", "1h")),
    OBSERVER_THEN("observer.then", "", ValueFormat.oneOf(List.of(Then.PARK, Then.HOLD, Then.SKIP))),
    PARKED_KEEP("parked.keep", "7d", ValueFormat.duration("0s", "36500d")),
    CHANGEFEED_QUEUE_SIZE("changefeed-queue-size", "100000", ValueFormat.number(1, 10_000_000)),
    STARTUP("startup", "background", ValueFormat.choice(Startup.class)),
    STARTUP_TIMEOUT("startup-timeout", "30s", ValueFormat.duration("100ms", "1h")),
    STOP_TIMEOUT("stop-timeout", "5s", ValueFormat.duration("0s", "1h")),
    ENABLED("enabled", "true", ValueFormat.flag()),
    HEALTH("health", "true", ValueFormat.flag()),
    PAGE_ROLE("page.role", "", ValueFormat.text("the role of those who may see the page")),
    PAGE_PORT("page.port", "0", ValueFormat.number(-1, 65_535)),
    PAGE_PAYLOADS("page.payloads", "false", ValueFormat.flag()),
    PAGE_ACTIONS("page.actions", "false", ValueFormat.flag());

    private final String key;
    private final String preset;

    @SuppressWarnings("ImmutableEnumChecker") // a format is a text and a function without state
    private final ValueFormat<?> format;

    Option(String key, String preset, ValueFormat<?> format) {
        this.key = key;
        this.preset = preset;
        this.format = format;
    }

    /** The name after the prefix. */
    String key() {
        return key;
    }

    /** The default as it would be written; empty when there is none. */
    String preset() {
        return preset;
    }

    ValueFormat<?> format() {
        return format;
    }

    /** Whether it is of the application, and of no channel. */
    boolean isOfApplication() {
        return key.startsWith("page.");
    }

    /** Whether its value may hold a password, and must not be printed. */
    boolean isSecret() {
        return this == URL || this == PASSWORD;
    }

    /** Whether its value is taken as it is written: blanks at its ends belong to it. */
    boolean isVerbatim() {
        return this == USER || this == PASSWORD;
    }

    static Optional<Option> of(String key) {
        return Arrays.stream(values()).filter(option -> option.key.equals(key)).findFirst();
    }
}
