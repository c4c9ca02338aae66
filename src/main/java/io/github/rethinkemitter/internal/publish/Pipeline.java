package io.github.rethinkemitter.internal.publish;

import io.github.rethinkemitter.EmitterException;
import io.github.rethinkemitter.Receipt;
import io.github.rethinkemitter.internal.config.PublishSettings;
import io.github.rethinkemitter.internal.flow.Content;
import io.github.rethinkemitter.internal.flow.Draft;
import io.github.rethinkemitter.internal.flow.InsertResult;
import io.github.rethinkemitter.internal.flow.InsertResult.Verdict;
import io.github.rethinkemitter.internal.flow.Session;
import io.github.rethinkemitter.internal.flow.Topic;
import io.github.rethinkemitter.internal.publish.Flight.Landing;
import io.github.rethinkemitter.internal.publish.Parcel.Item;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Events that have a number: under way, or to go again. Used by one thread at a time; what became of events is collected, to
 * be told by the publisher's thread outside of its turn.
 *
 * <p>What goes again goes before anything newer, and nothing newer goes while it does: receivers wait for a missing number
 * only for a while.
 */
final class Pipeline {

    // Beside large inserts nothing goes: the database would take more and more events before it passes them to its
    // changefeeds, which then fall behind without end. Only lone events do not wait for each other's answers.
    private static final int FEW = 16;

    // Far shorter than servers remember a publisher for.
    private static final long PAUSE = Duration.ofSeconds(5).toNanos();

    private final PublishSettings settings;
    private final Setup setup;
    private final Inbox inbox;
    private final Retry retry;
    private final Set<Flight> flights = Collections.newSetFromMap(new IdentityHashMap<>());
    private final TreeMap<Long, Parcel> again = new TreeMap<>();
    // Numbers of refused events. A receiver would wait for each of them.
    private final TreeMap<Long, Hole> holes = new TreeMap<>();
    private long lastSeq;
    // Whether the first insert after a pause was answered. Until then it goes alone: a server that does not know this
    // publisher, or no longer, sees from the first document of an insert what else is under way, but may see others
    // before that.
    private boolean introduced;
    private long lastAnswer;
    // From the first refusal until something is stored, so that a missing right is reported once and not per event.
    private boolean refusing;
    private Outcomes outcomes = new Outcomes();

    /** The place of a refused event; in doubt the event itself may be there after all. */
    private record Hole(Topic topic, boolean doubtful) {}

    Pipeline(PublishSettings settings, Setup setup, Inbox inbox) {
        this.settings = settings;
        this.setup = setup;
        this.inbox = inbox;
        this.retry = new Retry(setup.nanoTime());
    }

    /** Whether new events may go now. */
    boolean takesEvents() {
        // Asked several times for each event. Loops here, as in Parcel and Sweeper: a lone event finds the caches of
        // the processors cold, and each stream is more code to load.
        if (!again.isEmpty() || !holes.isEmpty() || flights.size() >= (introduced ? settings.inFlight() : 1)) {
            return false;
        }
        int underway = 0;
        for (Flight flight : flights) {
            if (flight.parcel().past().repeated()) {
                return false;
            }
            underway += flight.parcel().items().size();
        }
        return underway < FEW && lastSeq - settledUpTo() < (long) settings.inFlight() * settings.batchSize();
    }

    // Receivers hold what is newer than this until the rest has come, so it must not fall far behind.
    private long settledUpTo() {
        long oldest = lastSeq + 1;
        for (Flight flight : flights) {
            oldest = Math.min(oldest, flight.parcel().firstSeq());
        }
        return oldest - 1;
    }

    /** How long until a repeat may go; for ever when none is to. */
    long nanosUntilRepeat() {
        return again.isEmpty() || flights.size() >= settings.inFlight() ? Long.MAX_VALUE : retry.nanosLeft();
    }

    /** What flew on an earlier session has an unknown outcome, even if its deadline has not come yet. */
    void use(Session session) {
        for (Flight flight : List.copyOf(flights)) {
            if (!flight.isOn(session)) {
                flights.remove(flight);
                repeat(flight.parcel().again(true));
            }
        }
    }

    /** Sends one insert if one may go, and says whether. */
    boolean step(Session session) {
        if (again.isEmpty() && flights.isEmpty() && !holes.isEmpty()) {
            closeHoles();
        }
        if (!again.isEmpty()) {
            if (nanosUntilRepeat() > 0) {
                return false;
            }
            fly(again.pollFirstEntry().getValue(), session);
            return true;
        }
        List<Pending> events = takesEvents() ? inbox.take() : List.of();
        if (events.isEmpty()) {
            return false;
        }
        fly(Parcel.of(numbered(events)), session);
        return true;
    }

    // The first one tells how far the others are done. Nothing is numbered while something is to go again.
    private List<Item> numbered(List<Pending> events) {
        long settled = settledUpTo();
        List<Item> items = new ArrayList<>(events.size());
        for (Pending event : events) {
            var draft = new Draft(setup.ids().get(), setup.src(), ++lastSeq, event.content());
            items.add(new Item(items.isEmpty() ? draft.settled(settled) : draft, event));
        }
        return items;
    }

    private void fly(Parcel parcel, Session session) {
        if (flights.isEmpty() && setup.nanoTime().getAsLong() - lastAnswer > PAUSE) {
            introduced = false;
        }
        var flight = new Flight(parcel.sent(setup.nanoTime().getAsLong()), session);
        flights.add(flight);
        try {
            var sent = parcel.isStored() ? session.restamp(parcel.batch()) : session.insert(parcel.batch());
            var unused = sent.whenComplete(
                    (result, problem) -> inbox.land(new Landing(flight, problem == null ? result : noAnswer(problem))));
        } catch (RuntimeException | Error e) {
            inbox.land(new Landing(flight, noAnswer(e)));
        }
    }

    private static InsertResult noAnswer(Throwable problem) {
        return new InsertResult.Unknown(new IOException(problem));
    }

    void landed(Landing landing) {
        if (!flights.remove(landing.flight())) {
            // It has been given up for lost and repeated.
            return;
        }
        Parcel parcel = landing.flight().parcel();
        InsertResult result = landing.result();
        if (result instanceof InsertResult.Answered answered
                && answered.verdicts().size() == parcel.items().size()) {
            answered(parcel, answered.verdicts());
        } else if (result instanceof InsertResult.Rejected rejected) {
            rejected(parcel, rejected.cause());
        } else {
            retry.failed();
            repeat(parcel.again(!(result instanceof InsertResult.NotPerformed)));
        }
    }

    private void repeat(Parcel parcel) {
        again.put(parcel.firstSeq(), parcel);
    }

    private void answered(Parcel parcel, List<Verdict> verdicts) {
        retry.succeeded();
        introduced = true;
        lastAnswer = setup.nanoTime().getAsLong();
        boolean late = isLate(parcel);
        List<Item> again = new ArrayList<>();
        for (int i = 0; i < verdicts.size(); i++) {
            Item item = parcel.items().get(i);
            if (verdicts.get(i) instanceof Verdict.Stored stored) {
                refusing = false;
                if (late) {
                    again.add(item.storedAt(stored.at()));
                } else {
                    stored(item, stored.at());
                }
            } else if (verdicts.get(i) instanceof Verdict.Refused refused) {
                // An earlier insert that was performed would have made this one a duplicate, which counts as stored.
                refused(item, refused.reason(), false, null);
            }
        }
        if (!again.isEmpty()) {
            Log.late(again.size(), settings.lateAfter());
            repeat(Parcel.late(again));
        }
    }

    /**
     * Whether it may have come into the table so long after its time was taken that a server has passed that time without
     * seeing it. What was sent after such a one is treated like it, or the times of a publisher would not be in its order.
     */
    private boolean isLate(Parcel parcel) {
        Long sentAt = parcel.past().sentAt();
        boolean slow = sentAt != null
                && setup.nanoTime().getAsLong() - sentAt > settings.lateAfter().toNanos();
        return settings.lateAfter().compareTo(Duration.ZERO) > 0
                && (slow || (!parcel.isStored() && followsLate(parcel)));
    }

    private boolean followsLate(Parcel parcel) {
        return Stream.concat(again.values().stream(), flights.stream().map(Flight::parcel))
                .anyMatch(other -> other.isStored() && other.firstSeq() < parcel.firstSeq());
    }

    private void stored(Item item, Instant at) {
        if (item.event() != null) {
            outcomes.stored(
                    item.event(), new Receipt(item.draft().id(), item.event().topic(), at));
        }
    }

    /** What became of events since this was last asked for. */
    Outcomes outcomes() {
        Outcomes all = outcomes;
        if (!all.isEmpty()) {
            outcomes = new Outcomes();
        }
        return all;
    }

    private void rejected(Parcel parcel, IOException cause) {
        if (parcel.isStored()) {
            // It is in the table, which is what was asked for; only its time could not be changed.
            outcomes.error(Drops.notRestamped(parcel.items().size(), cause));
            parcel.items().forEach(item -> stored(item, Objects.requireNonNull(item.storedAt())));
            return;
        }
        if (parcel.items().size() > 1) {
            // One bad document fails the whole query: halving finds it without asking for each of its neighbours.
            parcel.halves().forEach(this::repeat);
        } else {
            refused(
                    parcel.items().get(0),
                    String.valueOf(cause.getMessage()),
                    parcel.past().doubtful(),
                    cause);
        }
    }

    private void refused(Item item, String reason, boolean doubtful, @Nullable IOException cause) {
        Pending event = item.event();
        if (event == null) {
            // A filler is tried once. Receivers will report the number as missing, and go on.
            return;
        }
        EmitterException problem =
                doubtful ? Drops.refusedInDoubt(event.topic(), reason) : Drops.refused(event.topic(), reason, cause);
        holes.put(item.draft().seq(), new Hole(event.content().topic(), doubtful));
        if (!refusing) {
            refusing = true;
            outcomes.error(problem);
        }
        outcomes.failed(event, problem);
    }

    /**
     * Numbers at the end are given anew, since nothing later was sent: a user without the right to write uses up none. The
     * others are filled with documents that say nothing, because later numbers may be stored already. A number in doubt is never
     * given to another event, which receivers could take for a duplicate of the first.
     */
    private void closeHoles() {
        for (Hole hole = holes.get(lastSeq); hole != null && !hole.doubtful(); hole = holes.get(lastSeq)) {
            holes.remove(lastSeq--);
        }
        List<Item> fillers = new ArrayList<>();
        for (Map.Entry<Long, Hole> hole : holes.entrySet()) {
            var nothing = new Content(hole.getValue().topic(), "[]", null, null);
            fillers.add(new Item(new Draft(setup.ids().get(), setup.src(), hole.getKey(), nothing), null));
        }
        holes.clear();
        for (int from = 0; from < fillers.size(); from += settings.batchSize()) {
            repeat(Parcel.of(fillers.subList(from, Math.min(fillers.size(), from + settings.batchSize()))));
        }
    }

    /** Fails all that has no outcome, and says how many events that were. */
    int giveUp() {
        int left = 0;
        for (Flight flight : flights) {
            left += giveUp(flight.parcel().again(true));
        }
        for (Parcel parcel : again.values()) {
            left += giveUp(parcel);
        }
        flights.clear();
        again.clear();
        return left;
    }

    private int giveUp(Parcel parcel) {
        boolean inDoubt = parcel.past().doubtful() || parcel.isStored();
        int left = 0;
        for (Item item : parcel.items()) {
            Pending event = item.event();
            if (event != null) {
                left++;
                outcomes.failed(event, inDoubt ? Drops.stoppedInDoubt(event.topic()) : Drops.stopped(event.topic()));
            }
        }
        return left;
    }
}
