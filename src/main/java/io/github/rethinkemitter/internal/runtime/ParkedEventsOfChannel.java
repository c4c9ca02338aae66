package io.github.rethinkemitter.internal.runtime;

import io.github.rethinkemitter.ParkedEvent;
import io.github.rethinkemitter.ParkedEvents;
import io.github.rethinkemitter.ParkedQuery;
import io.github.rethinkemitter.ParkedState;
import io.github.rethinkemitter.Redrive;
import io.github.rethinkemitter.internal.dispatch.DeliveredEvent;
import io.github.rethinkemitter.internal.flow.Codec;
import io.github.rethinkemitter.internal.flow.Delivery;
import io.github.rethinkemitter.internal.flow.ParkedEntry;
import io.github.rethinkemitter.internal.flow.ParkedFilter;
import io.github.rethinkemitter.internal.flow.TopicPattern;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The parked events of a channel.
 *
 * @param by in whose name they are redriven and discarded
 */
record ParkedEventsOfChannel(String channel, DatabaseAccess access, Codec codec, String by) implements ParkedEvents {

    private static final int MAX_TEXT = 1_000;

    private static final Set<ParkedState> NOT_DONE =
            EnumSet.complementOf(EnumSet.of(ParkedState.HANDLED, ParkedState.DISCARDED));
    private static final Set<ParkedState> REDRIVABLE = EnumSet.of(ParkedState.PARKED);
    private static final Set<ParkedState> DISCARDABLE =
            EnumSet.of(ParkedState.WAITING, ParkedState.PARKED, ParkedState.HELD);

    // What was parked a moment ago is found, although the clocks of two database servers may differ.
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(1);

    @Override
    public Stream<ParkedEvent> find(ParkedQuery query) {
        var pages = new ParkedPages(access, filters(query, states(query)), CLOCKS_DIFFER);
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(pages, Spliterator.ORDERED), false)
                .flatMap(List::stream)
                .map(this::event);
    }

    @Override
    public long count(ParkedQuery query) {
        var filter = filter(query, states(query));
        return access.ask(session -> session.parked().count(filter));
    }

    @Override
    public Optional<ParkedEvent> get(String id) {
        present("an id of a parked event", id, Integer.MAX_VALUE);
        return access.ask(session -> session.parked().get(id)).map(this::event);
    }

    @Override
    public long redrive(ParkedQuery query, Redrive how) {
        long limit = how.limit().isPresent() ? how.limit().getAsInt() : Long.MAX_VALUE;
        long asked = 0;
        long redriven = 0;
        var pages = new ParkedPages(access, filters(query, states(query, "redrive", REDRIVABLE)), Duration.ZERO);
        while (asked < limit && pages.hasNext()) {
            var dueIn = new LinkedHashMap<String, Duration>();
            for (var entry : pages.next()) {
                if (asked < limit) {
                    dueIn.put(entry.id(), dueIn(asked, how));
                    asked++;
                }
            }
            redriven += access.ask(session -> session.parked().redrive(dueIn, by));
        }
        return redriven;
    }

    // A page is due from the moment at which it is asked for, so that events may be further apart than the rate says,
    // and
    // never nearer.
    private static Duration dueIn(long place, Redrive how) {
        var rate = how.rate();
        return rate.isEmpty() ? Duration.ZERO : Duration.ofNanos((long) (place / rate.getAsDouble() * 1e9));
    }

    @Override
    public boolean redrive(String id) {
        present("an id of a parked event", id, Integer.MAX_VALUE);
        return access.ask(session -> session.parked().redrive(Map.of(id, Duration.ZERO), by)) > 0;
    }

    @Override
    public long discard(ParkedQuery query, String reason) {
        present("a reason why events are discarded", reason, MAX_TEXT);
        long discarded = 0;
        var pages = new ParkedPages(access, filters(query, states(query, "discard", DISCARDABLE)), Duration.ZERO);
        while (pages.hasNext()) {
            var ids = pages.next().stream().map(ParkedEntry::id).collect(Collectors.toSet());
            discarded += access.ask(session -> session.parked().discard(ids, by, reason));
        }
        return discarded;
    }

    @Override
    public boolean discard(String id, String reason) {
        present("an id of a parked event", id, Integer.MAX_VALUE);
        present("a reason why an event is discarded", reason, MAX_TEXT);
        return access.ask(session -> session.parked().discard(Set.of(id), by, reason)) > 0;
    }

    @Override
    public ParkedEvents by(String who) {
        return new ParkedEventsOfChannel(
                channel, access, codec, present("a name of who changes events", who, MAX_TEXT));
    }

    private ParkedEvent event(ParkedEntry entry) {
        return new ParkedEvent(
                entry.id(),
                entry.owner(),
                entry.observer(),
                DeliveredEvent.of(channel, new Delivery(entry.event(), true, false), codec),
                entry.state(),
                entry.reason(),
                entry.attempts(),
                entry.first(),
                entry.last(),
                Optional.ofNullable(entry.due()),
                Optional.ofNullable(entry.cause())
                        .map(cause -> new ParkedEvent.Cause(cause.type(), cause.message(), cause.stack())),
                Optional.ofNullable(entry.by()),
                Optional.ofNullable(entry.note()));
    }

    private static Set<ParkedState> states(ParkedQuery query) {
        return query.states().isEmpty() ? NOT_DONE : query.states();
    }

    /** Those states of the query with which the call can do something. */
    private static Set<ParkedState> states(ParkedQuery query, String call, Set<ParkedState> possible) {
        var states = EnumSet.copyOf(possible);
        if (!query.states().isEmpty()) {
            states.retainAll(query.states());
        }
        if (states.isEmpty()) {
            throw new IllegalArgumentException("RTH0549 the query of parked events is for what is in " + query.states()
                    + ", which " + call + " leaves as it is. Leave inState(…) out, or name some of " + possible);
        }
        return states;
    }

    /** A filter for each state, in the order of the states. */
    private static List<ParkedFilter> filters(ParkedQuery query, Set<ParkedState> states) {
        return states.stream()
                .sorted()
                .map(state -> filter(query, Set.of(state)))
                .toList();
    }

    private static ParkedFilter filter(ParkedQuery query, Set<ParkedState> states) {
        query.topic().ifPresent(TopicPattern::of); // refuses what is none
        return new ParkedFilter(
                states,
                query.observer().orElse(null),
                query.topic().orElse(null),
                query.cause().orElse(null),
                query.age().orElse(null));
    }

    // A caller that was compiled without null checks may give null.
    private static String present(String what, @Nullable String text, int longest) {
        if (text == null || text.isBlank() || text.length() > longest) {
            throw new IllegalArgumentException(
                    "RTH0552 " + what + " is " + (text == null ? "null" : "of " + text.length() + " characters")
                            + (text != null && text.isBlank() ? ", all blank" : "") + ". Use 1 to "
                            + longest + " characters that can be read");
        }
        return text;
    }
}
