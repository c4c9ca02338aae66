package io.github.rethinkemitter.internal.timeline;

import io.github.rethinkemitter.TimelineQuery;
import io.github.rethinkemitter.internal.flow.Codec;
import io.github.rethinkemitter.internal.flow.DocumentRange;
import io.github.rethinkemitter.internal.flow.StoredEvents;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Finds what queries of the timeline choose. Safe for use by many threads. */
public final class TimelineSearch {

    // Behind all times of events. Times that are this far cannot be rounded up.
    private static final Instant FAR = Instant.parse("+20000-01-01T00:00:00Z");

    private final TimelineContext context;
    private final Codec codec;

    public TimelineSearch(TimelineContext context, Codec codec) {
        this.context = context;
        this.codec = codec;
    }

    /**
     * The events in the order of the query. Nothing is asked yet.
     *
     * @throws IllegalArgumentException when the topic of the query is none
     */
    public StoredEvents events(TimelineQuery query) {
        return events(query, query.isNewestFirst());
    }

    /** The events in the opposite order. */
    public StoredEvents eventsFromLast(TimelineQuery query) {
        return events(query, !query.isNewestFirst());
    }

    private StoredEvents events(TimelineQuery query, boolean newestFirst) {
        var filter = EventFilter.of(query, codec);
        var range = new DocumentRange(from(query), to(query), newestFirst, null);
        return new EventReading(new ReplacedConnection(context), range, filter);
    }

    /** How many events a query chooses. */
    public long count(TimelineQuery query) {
        return EventFilter.of(query, codec).choosesAll() ? countAll(query) : countByReading(query);
    }

    private long countAll(TimelineQuery query) {
        try (var connection = new ReplacedConnection(context)) {
            Long count = connection.ask(reader -> reader.count(from(query), to(query)));
            return count == null ? 0 : count; // nobody else closes it
        }
    }

    private long countByReading(TimelineQuery query) {
        try (var events = events(query)) {
            long count = 0;
            for (; events.hasNext(); events.next()) {
                count++;
            }
            return count;
        }
    }

    private static Instant from(TimelineQuery query) {
        return roundedUp(query.from().orElse(Instant.EPOCH));
    }

    private static Instant to(TimelineQuery query) {
        return roundedUp(query.to().orElse(FAR));
    }

    // The times of events have whole milliseconds: one of them is before a time, or not, as it is before the next
    // millisecond.
    private static Instant roundedUp(Instant time) {
        if (time.isAfter(FAR)) {
            return FAR;
        }
        Instant whole = time.truncatedTo(ChronoUnit.MILLIS);
        return whole.equals(time) ? whole : whole.plusMillis(1);
    }
}
