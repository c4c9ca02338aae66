package io.github.rethinkemitter.internal.runtime;

import io.github.rethinkemitter.Emitter;
import io.github.rethinkemitter.EmitterException;
import io.github.rethinkemitter.ParkedEvents;
import io.github.rethinkemitter.internal.config.ChannelSettings;
import io.github.rethinkemitter.internal.config.LifecycleSettings.Startup;
import io.github.rethinkemitter.internal.flow.Observer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/** All channels of one application. */
public final class Channels implements AutoCloseable {

    private final Map<String, Users> users;
    private final List<Channel> channels;
    private final AtomicBoolean started = new AtomicBoolean();

    /** What the application uses of a channel. */
    private record Users(Emitter emitter, ParkedEvents parked) {}

    private Channels(Map<String, Users> users, List<Channel> channels) {
        this.users = users;
        this.channels = channels;
    }

    /**
     * Prepares the channels. A channel begins to publish when the first event is triggered on it.
     *
     * @throws EmitterException when a channel is configured to use the embedded server and that is missing
     */
    public static Channels of(
            Map<String, ChannelSettings> settings,
            Function<String, List<Observer>> observersOfChannel,
            RuntimeContext context) {
        return of(settings, one -> Channel.of(one, List.copyOf(observersOfChannel.apply(one.name())), context));
    }

    static Channels of(Map<String, ChannelSettings> settings, Function<ChannelSettings, Channel> maker) {
        var channels = settings.values().stream()
                .filter(one -> one.life().enabled())
                .map(maker)
                .toList();
        var users = new TreeMap<String, Users>();
        settings.keySet().forEach(name -> users.put(name, disabled(path(name) + "enabled")));
        channels.forEach(
                channel -> users.put(channel.settings().name(), new Users(channel.emitter(), channel.parked())));
        return new Channels(users, channels);
    }

    /**
     * Makes the channels call observers. Does nothing the second time. Waits for channels with {@code startup=wait} or
     * {@code require} only.
     *
     * @throws EmitterException RTH0602 when a channel with {@code startup=require} is not connected in time; then all
     *     are stopped
     */
    public void start() {
        // Two threads that run one dispatcher would change the order of events.
        if (!started.compareAndSet(false, true)) {
            return;
        }
        try {
            channels.forEach(Channel::start);
            for (Channel channel : channels) {
                if (!channel.awaitStartup()) {
                    startedWithout(channel);
                }
            }
        } catch (InterruptedException e) {
            // The server has given up the start, and will stop the channels.
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private static Users disabled(String option) {
        return new Users(new DisabledEmitter(option), new DisabledParkedEvents(option));
    }

    /** The emitter of a channel; the default channel is "". */
    public Emitter emitter(String channel) {
        return usersOf(channel).emitter();
    }

    /** The events of a channel that were stored for observers; the default channel is "". */
    public ParkedEvents parked(String channel) {
        return usersOf(channel).parked();
    }

    private Users usersOf(String channel) {
        var found = users.get(channel);
        if (found == null) {
            throw new EmitterException(
                    "RTH0601 there is no channel \"" + channel + "\" but " + users.keySet() + ". Configure it by "
                            + path(channel) + "table",
                    null);
        }
        return found;
    }

    /**
     * Lets observers handle the events that they have, and stores the events that were triggered, within
     * {@code stop-timeout}. Afterwards no observer is called, but events may still be triggered. Idempotent.
     */
    public void stopObserving() {
        channels.forEach(Channel::stopObserving);
    }

    /** Does the same, stores the events that were triggered since, and ends all threads. Idempotent. */
    @Override
    public void close() {
        // First the observers of all channels, because those of one channel may trigger events on another.
        stopObserving();
        channels.forEach(Channel::close);
    }

    private static void startedWithout(Channel channel) {
        var settings = channel.settings();
        var life = settings.life();
        if (life.startup() == Startup.REQUIRE) {
            throw new EmitterException(
                    "RTH0602 the application does not start, because channel \"" + settings.name()
                            + "\" is not connected after "
                            + life.startupTimeout().toMillis() + " ms: "
                            + channel.lastFailure() + ". Mend that, or set "
                            + path(settings.name()) + "startup=background",
                    null);
        }
        Log.startedWithout(settings.name(), life.startupTimeout());
    }

    private static String path(String channel) {
        return channel.isEmpty() ? "rethink.emitter." : "rethink.emitter.channel." + channel + ".";
    }
}
