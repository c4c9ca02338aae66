package io.github.rethinkemitter.page;

import io.github.rethinkemitter.ChannelStatus;
import io.github.rethinkemitter.EmitterStatus;
import io.github.rethinkemitter.ParkedEvent;
import io.github.rethinkemitter.ParkedEvents;
import io.github.rethinkemitter.ParkedQuery;
import io.github.rethinkemitter.ParkedState;
import io.github.rethinkemitter.RethinkChannel;
import io.github.rethinkemitter.RethinkEvent;
import io.github.rethinkemitter.StoredStatus;
import io.github.rethinkemitter.Timeline;
import io.github.rethinkemitter.TimelineQuery;
import io.github.rethinkemitter.internal.config.ConfigLookup;
import io.github.rethinkemitter.internal.config.PageSettings;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the page shows of the application's channels, and what it does to them. */
@PageBean
class Page {

    /** Events of one answer. */
    static final int MOST_EVENTS = 300;

    /** Parked events of one answer. */
    static final int MOST_PARKED = 200;

    private final Map<String, Services> channels;
    private final PageSettings settings;

    /** What the page uses of a channel. */
    record Services(EmitterStatus status, ParkedEvents parked, Timeline timeline) {}

    @Inject
    Page(@Any Instance<EmitterStatus> statuses, @Any Instance<ParkedEvents> parked, @Any Instance<Timeline> timelines) {
        this(services(statuses, parked, timelines), PageSettings.read(ConfigLookup.find()));
    }

    Page(Map<String, Services> channels, PageSettings settings) {
        this.channels = channels;
        this.settings = settings;
    }

    private static Map<String, Services> services(
            Instance<EmitterStatus> statuses, Instance<ParkedEvents> parked, Instance<Timeline> timelines) {
        var services = new TreeMap<String, Services>();
        for (var status : statuses) {
            var channel = RethinkChannel.Literal.of(status.now().channel());
            services.put(
                    channel.value(),
                    new Services(
                            status,
                            parked.select(channel).get(),
                            timelines.select(channel).get()));
        }
        return services;
    }

    PageSettings settings() {
        return settings;
    }

    List<String> channels() {
        return List.copyOf(channels.keySet());
    }

    List<ChannelStatus> now() {
        return channels.values().stream().map(channel -> channel.status().now()).toList();
    }

    StoredStatus stored(String channel) throws PageRefusal {
        return channel(channel).status().stored();
    }

    /** The events that were parked first. */
    List<ParkedEvent> parked(String channel) throws PageRefusal {
        try (var found = channel(channel).parked().find(ParkedQuery.inState(ParkedState.PARKED))) {
            return found.limit(MOST_PARKED).toList();
        }
    }

    /** The newest events that are not older than this, the oldest of them first. */
    List<RethinkEvent> newest(String channel, Instant from, int most) throws PageRefusal {
        try (var found = channel(channel)
                .timeline()
                .events(TimelineQuery.all().from(from).newestFirst())) {
            var events = new ArrayList<>(found.limit(most).toList());
            Collections.reverse(events);
            return events;
        }
    }

    /** Returns how many events were redriven. */
    int redrive(String channel, List<String> ids, String user) throws PageRefusal {
        var events = channel(channel).parked().by(user);
        int done = 0;
        for (String id : ids) {
            done += events.redrive(id) ? 1 : 0;
        }
        Log.redriven(user, channel, done, ids.size());
        return done;
    }

    /** Returns how many events were discarded. */
    int discard(String channel, List<String> ids, String reason, String user) throws PageRefusal {
        var events = channel(channel).parked().by(user);
        int done = 0;
        for (String id : ids) {
            done += events.discard(id, reason) ? 1 : 0;
        }
        Log.discarded(user, channel, done, ids.size());
        return done;
    }

    private Services channel(String name) throws PageRefusal {
        var found = channels.get(name);
        if (found == null) {
            throw new PageRefusal(404, "there is no channel \"" + name + "\" but " + channels.keySet());
        }
        return found;
    }
}
