package io.github.rethinkemitter.page;

import io.github.rethinkemitter.ChannelStatus;
import io.github.rethinkemitter.EmitterException;
import io.github.rethinkemitter.EmitterStatus;
import io.github.rethinkemitter.ParkedEvent;
import io.github.rethinkemitter.ParkedEvents;
import io.github.rethinkemitter.ParkedQuery;
import io.github.rethinkemitter.ParkedReason;
import io.github.rethinkemitter.ParkedState;
import io.github.rethinkemitter.Redrive;
import io.github.rethinkemitter.Replay;
import io.github.rethinkemitter.RethinkEvent;
import io.github.rethinkemitter.StoredStatus;
import io.github.rethinkemitter.Timeline;
import io.github.rethinkemitter.TimelineQuery;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The three things that the page uses of a channel, from memory. */
final class FakeChannel {

    static final Instant TEN_O_CLOCK = Instant.parse("2026-01-31T10:00:00Z");

    final String name;
    final List<RethinkEvent> events = new CopyOnWriteArrayList<>();
    final List<ParkedEvent> parked = new CopyOnWriteArrayList<>();
    final List<String> done = new CopyOnWriteArrayList<>();
    final AtomicInteger statusCalls = new AtomicInteger();
    volatile boolean databaseAway;

    FakeChannel(String name) {
        this.name = name;
    }

    Page.Services services() {
        return new Page.Services(new Status(), new Parked("the server"), new Stored());
    }

    void store(String topic, @Nullable Object payload) {
        events.add(new Event(name, "id-" + events.size(), topic, payload));
    }

    void park(String topic, Object payload, String message) {
        parked.add(new ParkedEvent(
                "parked-" + parked.size(),
                "web-1",
                "com.example.Orders.placed(com.example.Order)",
                new Event(name, "event-" + parked.size(), topic, payload),
                ParkedState.PARKED,
                ParkedReason.FAILED,
                3,
                TEN_O_CLOCK,
                TEN_O_CLOCK,
                Optional.empty(),
                Optional.of(new ParkedEvent.Cause("java.lang.IllegalStateException", message, "at com.example.Orders")),
                Optional.empty(),
                Optional.empty()));
    }

    private void requireDatabase() {
        if (databaseAway) {
            throw new EmitterException("RTH0000 the database is away", null);
        }
    }

    private final class Status implements EmitterStatus {

        @Override
        public ChannelStatus now() {
            statusCalls.incrementAndGet();
            return new ChannelStatus(
                    name,
                    new ChannelStatus.Link(
                            ChannelStatus.Link.State.CONNECTED,
                            TEN_O_CLOCK,
                            Optional.of("localhost:28015"),
                            0,
                            Optional.empty()),
                    new ChannelStatus.Publishing(1, 2, Duration.ofMillis(3), 4, 5),
                    Optional.empty(),
                    List.of(),
                    true,
                    true,
                    true,
                    List.of());
        }

        @Override
        public StoredStatus stored() {
            requireDatabase();
            return new StoredStatus(TEN_O_CLOCK, List.of(), List.of());
        }
    }

    private final class Stored implements Timeline {

        @Override
        public Stream<RethinkEvent> events(TimelineQuery query) {
            requireDatabase();
            return Stream.iterate(events.size() - 1, i -> i >= 0, i -> i - 1).map(events::get);
        }

        @Override
        public Optional<RethinkEvent> first(TimelineQuery query) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<RethinkEvent> last(TimelineQuery query) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long count(TimelineQuery query) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Replay replay(TimelineQuery query) {
            throw new UnsupportedOperationException();
        }
    }

    private final class Parked implements ParkedEvents {

        private final String who;

        Parked(String who) {
            this.who = who;
        }

        @Override
        public Stream<ParkedEvent> find(ParkedQuery query) {
            requireDatabase();
            return parked.stream();
        }

        @Override
        public long count(ParkedQuery query) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Optional<ParkedEvent> get(String id) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long redrive(ParkedQuery query, Redrive how) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean redrive(String id) {
            done.add(who + " redrives " + id);
            return parked.removeIf(event -> event.id().equals(id));
        }

        @Override
        public long discard(ParkedQuery query, String reason) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean discard(String id, String reason) {
            done.add(who + " discards " + id + ": " + reason);
            return parked.removeIf(event -> event.id().equals(id));
        }

        @Override
        public ParkedEvents by(String other) {
            return new Parked(other);
        }
    }

    private record Event(
            String channel,
            String id,
            String topic,
            @Nullable Object payload) implements RethinkEvent {

        @Override
        public List<@Nullable Object> args() {
            return java.util.Collections.singletonList(payload);
        }

        @Override
        public <T> @Nullable T payload(Class<T> type) {
            throw new UnsupportedOperationException();
        }

        @Override
        public <T> @Nullable T arg(int index, Class<T> type) {
            throw new UnsupportedOperationException();
        }

        @Override
        public @Nullable Object arg(int index, Type type) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Instant timestamp() {
            return TEN_O_CLOCK;
        }

        @Override
        public Optional<String> origin() {
            return Optional.empty();
        }

        @Override
        public OptionalLong sequence() {
            return OptionalLong.empty();
        }

        @Override
        public boolean redelivered() {
            return false;
        }

        @Override
        public boolean replayed() {
            return false;
        }

        @Override
        public boolean redriven() {
            return false;
        }

        @Override
        public Map<String, String> headers() {
            return Map.of();
        }

        @Override
        public Optional<String> key() {
            return Optional.empty();
        }
    }
}
