package io.github.rethinkemitter.internal.config;

import io.github.rethinkemitter.OnFailure.Then;
import io.github.rethinkemitter.internal.config.ConnectionSettings.Address;
import io.github.rethinkemitter.internal.config.ConnectionSettings.Backoff;
import io.github.rethinkemitter.internal.config.ConnectionSettings.Heartbeat;
import io.github.rethinkemitter.internal.config.ConnectionSettings.Host;
import io.github.rethinkemitter.internal.config.ConnectionSettings.Login;
import io.github.rethinkemitter.internal.config.ConnectionSettings.Tls;
import io.github.rethinkemitter.internal.config.LifecycleSettings.Startup;
import io.github.rethinkemitter.internal.config.PositionSettings.HistoryLost;
import io.github.rethinkemitter.internal.config.PublishSettings.Overflow;
import io.github.rethinkemitter.internal.config.PublishSettings.Pack;
import io.github.rethinkemitter.internal.config.TableSettings.Create;
import io.github.rethinkemitter.internal.config.TableSettings.Durability;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the settings of one channel from its values. */
final class ChannelReader {

    private static final int PACKED_QUEUE_SIZE = 10_000;
    private static final Duration LATE_AT_LEAST = Duration.ofSeconds(1);

    private final ChannelValues values;
    private final String places;

    /**
     * Reads from these values.
     *
     * @param places where values were looked for, in words
     */
    ChannelReader(ChannelValues values, String places) {
        this.values = values;
        this.places = places;
    }

    ChannelSettings read(String name) {
        return new ChannelSettings(name, connection(), table(), publish(), subscribe(), dispatch(), life());
    }

    private ConnectionSettings connection() {
        var embedded = values.embedded();
        List<Host> hosts = embedded == null ? values.read(Option.HOSTS, HostList::read) : List.of();
        var backoff = new Backoff(duration(Option.RECONNECT_DELAY), duration(Option.RECONNECT_MAX_DELAY));
        if (backoff.first().compareTo(backoff.max()) > 0) {
            values.problem(Option.RECONNECT_DELAY, " is longer than reconnect.max-delay; make it shorter");
        }
        var server = values.server();
        return new ConnectionSettings(
                hosts,
                new Login(text(Option.USER), text(Option.PASSWORD)),
                embedded == null ? tls() : null,
                duration(Option.CONNECT_TIMEOUT),
                duration(Option.QUERY_TIMEOUT),
                new Heartbeat(duration(Option.HEARTBEAT_INTERVAL), duration(Option.HEARTBEAT_TIMEOUT)),
                backoff,
                embedded,
                server == null ? new Address.Preset(places) : new Address.Configured(server));
    }

    private @Nullable Tls tls() {
        var caFile = values.text(Option.TLS_CA_FILE);
        if (!flag(Option.TLS)) {
            if (caFile != null) {
                values.problem(Option.TLS_CA_FILE, " is set, but tls is not; set tls=true or use rethinkdbs://");
            }
            return null;
        }
        if (caFile != null && !isReadable(caFile)) {
            values.problem(
                    Option.TLS_CA_FILE, " is \"" + caFile + "\", which cannot be read; use the path of a PEM file");
        }
        return new Tls(caFile);
    }

    private static boolean isReadable(String file) {
        try {
            return Files.isReadable(Path.of(file));
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private TableSettings table() {
        var db = text(Option.DB);
        if (db.equals("rethinkdb")) {
            values.problem(Option.DB, " is \"rethinkdb\", which holds RethinkDB's own tables; use another db");
        }
        return new TableSettings(
                db,
                text(Option.TABLE),
                values.get(Option.CREATE, Create.class),
                values.get(Option.DURABILITY, Durability.class),
                flag(Option.PERSIST));
    }

    private PublishSettings publish() {
        return new PublishSettings(
                number(Option.PUBLISH_BUFFER_SIZE),
                number(Option.PUBLISH_BUFFER_BYTES),
                values.get(Option.PUBLISH_OVERFLOW, Overflow.class),
                duration(Option.PUBLISH_BLOCK_TIMEOUT),
                values.get(Option.PUBLISH_PACK, Pack.class),
                number(Option.PUBLISH_BATCH_SIZE),
                number(Option.PUBLISH_BATCH_BYTES),
                number(Option.PUBLISH_IN_FLIGHT),
                number(Option.PUBLISH_MAX_EVENT_SIZE),
                lateAfter(),
                sweep());
    }

    // Subscribers read resume-overlap again after an interruption. Half of it is for late acknowledgements, the other
    // half for clocks that differ. With less than a second nearly every event would be written twice, and be two
    // events for Node, because a database takes a second now and then. With more, a short overlap would not cover
    // what was committed late.
    private Duration lateAfter() {
        Duration half = duration(Option.RESUME_OVERLAP).dividedBy(2);
        return half.compareTo(LATE_AT_LEAST) > 0 ? half : LATE_AT_LEAST;
    }

    private SweepSettings sweep() {
        return new SweepSettings(
                duration(Option.EPHEMERAL_GRACE),
                values.getIfSet(Option.RETENTION, Duration.class),
                flag(Option.RETENTION_HARD),
                values.getIfSet(Option.POSITION_EXPIRY, Duration.class));
    }

    private SubscribeSettings subscribe() {
        return new SubscribeSettings(
                flag(Option.LOOPBACK),
                duration(Option.RESUME_OVERLAP),
                duration(Option.ORDER_WAIT),
                duration(Option.REPEAT_WAIT),
                number(Option.SUBSCRIBE_BUFFER_SIZE),
                feedQueueSize(),
                duration(Option.HEARTBEAT_INTERVAL),
                new PositionSettings(
                        values.getIfSet(Option.SUBSCRIBER, String.class),
                        values.get(Option.START, StartPoint.class),
                        values.get(Option.ON_HISTORY_LOST, HistoryLost.class)));
    }

    // The database keeps what waits for a slow server in memory, and a packed document has up to 256 Ki characters.
    private int feedQueueSize() {
        Integer chosen = values.getIfSet(Option.CHANGEFEED_QUEUE_SIZE, Integer.class);
        if (chosen != null) {
            return chosen;
        }
        boolean packs = values.get(Option.PUBLISH_PACK, Pack.class) == Pack.AUTO;
        return packs ? PACKED_QUEUE_SIZE : number(Option.CHANGEFEED_QUEUE_SIZE);
    }

    private DispatchSettings dispatch() {
        return new DispatchSettings(
                number(Option.SUBSCRIBE_BUFFER_SIZE),
                number(Option.SUBSCRIBE_BUFFER_BYTES),
                duration(Option.OBSERVER_WARN_AFTER),
                values.getIfSet(Option.OBSERVER_TIMEOUT, Duration.class),
                attempts(),
                duration(Option.PARKED_KEEP));
    }

    private AttemptSettings attempts() {
        var attempts = new AttemptSettings(
                number(Option.OBSERVER_MAX_ATTEMPTS),
                duration(Option.OBSERVER_DELAY),
                values.get(Option.OBSERVER_FACTOR, Double.class),
                duration(Option.OBSERVER_MAX_DELAY),
                then());
        if (attempts.delay().compareTo(attempts.maxDelay()) > 0) {
            values.problem(Option.OBSERVER_DELAY, " is longer than observer.max-delay; make it shorter");
        }
        return attempts;
    }

    // A parked event belongs to a subscriber whose name lasts. Without one nobody would ever redrive it.
    private Then then() {
        Then chosen = values.getIfSet(Option.OBSERVER_THEN, Then.class);
        if (chosen != null) {
            return chosen;
        }
        return values.getIfSet(Option.SUBSCRIBER, String.class) == null ? Then.SKIP : Then.PARK;
    }

    private LifecycleSettings life() {
        return new LifecycleSettings(
                flag(Option.ENABLED),
                values.get(Option.STARTUP, Startup.class),
                duration(Option.STARTUP_TIMEOUT),
                duration(Option.STOP_TIMEOUT),
                flag(Option.HEALTH));
    }

    private String text(Option option) {
        return values.get(option, String.class);
    }

    private boolean flag(Option option) {
        return values.get(option, Boolean.class);
    }

    private int number(Option option) {
        return values.get(option, Integer.class);
    }

    private Duration duration(Option option) {
        return values.get(option, Duration.class);
    }
}
