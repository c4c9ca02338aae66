package io.github.rethinkemitter.internal.runtime;

import io.github.rethinkemitter.EmitterException;
import io.github.rethinkemitter.internal.config.ChannelSettings;
import io.github.rethinkemitter.internal.config.LifecycleSettings.Startup;
import io.github.rethinkemitter.internal.flow.ChannelName;
import io.github.rethinkemitter.internal.flow.Observer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/** All channels of one application. */
public final class Channels implements AutoCloseable {

    private final Map<String, ChannelServices> services;
    private final List<Channel> channels;
    private final AtomicBoolean started = new AtomicBoolean();

    private Channels(Map<String, ChannelServices> services, List<Channel> channels) {
        this.services = services;
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
        return of(
                settings,
                one -> Channel.of(one, List.copyOf(observersOfChannel.apply(one.name())), context),
                context.clock().instant());
    }

    /** @param now by this server's clock */
    static Channels of(Map<String, ChannelSettings> settings, Function<ChannelSettings, Channel> maker, Instant now) {
        var channels = settings.values().stream()
                .filter(one -> one.life().enabled())
                .map(maker)
                .toList();
        var services = new TreeMap<String, ChannelServices>();
        settings.keySet()
                .forEach(name -> services.put(name, ChannelServices.disabled(name, path(name) + "enabled", now)));
        channels.forEach(channel -> services.put(channel.settings().name(), channel.services()));
        return new Channels(services, channels);
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

    /** What the application uses of a channel; the default channel is "". */
    public ChannelServices of(String channel) {
        var found = services.get(channel);
        if (found == null) {
            throw new EmitterException(
                    "RTH0601 there is no channel \"" + channel + "\" but " + services.keySet() + ". Configure it by "
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
                    "RTH0602 the application does not start, because " + new ChannelName(settings.name())
                            + " is not connected after "
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
