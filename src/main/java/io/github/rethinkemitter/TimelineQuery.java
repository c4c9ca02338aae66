package io.github.rethinkemitter;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Chooses among the stored events of a channel: see {@link Timeline}.
 *
 * <pre>{@code
 * TimelineQuery.all().newestFirst()
 * TimelineQuery.ofTopic("order.**").from(monday).to(tuesday)
 * TimelineQuery.ofTopic("order.placed").withKey("customer-7").withHeader("tenant", "acme")
 * }</pre>
 *
 * <p><b>Thread safety:</b> immutable. Each method returns another query.
 */
public final class TimelineQuery {

    private static final TimelineQuery ALL =
            new TimelineQuery(new Parts(null, null, null, null, null, Map.of(), false));

    private record Parts(
            @Nullable String topic,
            @Nullable Instant from,
            @Nullable Instant to,
            @Nullable String origin,
            @Nullable String key,
            Map<String, String> headers,
            boolean newestFirst) {}

    private final Parts parts;

    private TimelineQuery(Parts parts) {
        this.parts = parts;
    }

    /**
     * All events.
     *
     * @return the query
     */
    public static TimelineQuery all() {
        return ALL;
    }

    /**
     * Events of a topic, or of all topics that a pattern matches.
     *
     * @param topic a topic, or a pattern as for {@link RethinkTopic}. Whether it is one is checked where the query is used
     * @return the query
     * @throws IllegalArgumentException RTH0555 when it is empty
     */
    public static TimelineQuery ofTopic(String topic) {
        return new TimelineQuery(new Parts(present("topic", topic), null, null, null, null, Map.of(), false));
    }

    /**
     * Events that were stored at this time or later.
     *
     * @param time by the database's clock, to the millisecond: see {@link RethinkEvent#timestamp}
     * @return the query
     * @throws IllegalArgumentException RTH0555 when it is not before the end
     */
    public TimelineQuery from(Instant time) {
        return checked(
                new Parts(parts.topic, time, parts.to, parts.origin, parts.key, parts.headers, parts.newestFirst));
    }

    /**
     * Events that were stored before this time.
     *
     * @param time by the database's clock, to the millisecond: see {@link RethinkEvent#timestamp}
     * @return the query
     * @throws IllegalArgumentException RTH0555 when it is not after the begin
     */
    public TimelineQuery to(Instant time) {
        return checked(
                new Parts(parts.topic, parts.from, time, parts.origin, parts.key, parts.headers, parts.newestFirst));
    }

    /**
     * Events of one publisher.
     *
     * @param origin as in {@link RethinkEvent#origin}
     * @return the query
     * @throws IllegalArgumentException RTH0555 when it is empty
     */
    public TimelineQuery ofOrigin(String origin) {
        return new TimelineQuery(new Parts(
                parts.topic,
                parts.from,
                parts.to,
                present("origin", origin),
                parts.key,
                parts.headers,
                parts.newestFirst));
    }

    /**
     * Events that have this key.
     *
     * @param key as in {@link Emitter#withKey}
     * @return the query
     * @throws IllegalArgumentException RTH0555 when it is empty
     */
    public TimelineQuery withKey(String key) {
        return new TimelineQuery(new Parts(
                parts.topic,
                parts.from,
                parts.to,
                parts.origin,
                present("key", key),
                parts.headers,
                parts.newestFirst));
    }

    /**
     * Events that have this header, beside those that were named before.
     *
     * @param name the header's name
     * @param value all of its value
     * @return the query
     * @throws IllegalArgumentException RTH0555 when the name is empty
     */
    public TimelineQuery withHeader(String name, String value) {
        var headers = new LinkedHashMap<>(parts.headers);
        headers.put(present("header", name), Objects.requireNonNull(value));
        return new TimelineQuery(new Parts(
                parts.topic, parts.from, parts.to, parts.origin, parts.key, Map.copyOf(headers), parts.newestFirst));
    }

    /**
     * The newest event first, instead of the oldest.
     *
     * @return the query
     */
    public TimelineQuery newestFirst() {
        return new TimelineQuery(
                new Parts(parts.topic, parts.from, parts.to, parts.origin, parts.key, parts.headers, true));
    }

    private static TimelineQuery checked(Parts parts) {
        if (parts.from != null && parts.to != null && !parts.from.isBefore(parts.to)) {
            throw refusal("begins at " + parts.from + " and ends before " + parts.to
                    + ", so that it chooses nothing. Name an end that is after the begin");
        }
        return new TimelineQuery(parts);
    }

    private static String present(String what, @Nullable String text) {
        if (text == null || text.isEmpty()) {
            throw refusal("names no " + what + ", but \"" + text + "\". Name one, or leave this part of the query out");
        }
        return text;
    }

    private static IllegalArgumentException refusal(String problem) {
        return new IllegalArgumentException("RTH0555 the query of the timeline " + problem);
    }

    /**
     * The topic or pattern.
     *
     * @return as it was written; empty for all topics
     */
    public Optional<String> topic() {
        return Optional.ofNullable(parts.topic);
    }

    /**
     * The begin.
     *
     * @return the time; empty for the oldest event
     */
    public Optional<Instant> from() {
        return Optional.ofNullable(parts.from);
    }

    /**
     * The end.
     *
     * @return the time; empty for none
     */
    public Optional<Instant> to() {
        return Optional.ofNullable(parts.to);
    }

    /**
     * The publisher.
     *
     * @return its id; empty for all
     */
    public Optional<String> origin() {
        return Optional.ofNullable(parts.origin);
    }

    /**
     * The key.
     *
     * @return the key; empty for all, and for events without one
     */
    public Optional<String> key() {
        return Optional.ofNullable(parts.key);
    }

    /**
     * The headers.
     *
     * @return names and values, unmodifiable; empty for all
     */
    public Map<String, String> headers() {
        return parts.headers;
    }

    /**
     * The order.
     *
     * @return whether the newest event comes first
     */
    public boolean isNewestFirst() {
        return parts.newestFirst;
    }

    @Override
    public String toString() {
        return "TimelineQuery" + parts.toString().substring("Parts".length());
    }
}
