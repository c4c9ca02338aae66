package io.github.rethinkemitter.internal.publish;

import io.github.rethinkemitter.EmitterException;
import io.github.rethinkemitter.Receipt;
import io.github.rethinkemitter.internal.config.PublishSettings;
import io.github.rethinkemitter.internal.flow.InsertResult;
import io.github.rethinkemitter.internal.flow.InsertResult.Verdict;
import io.github.rethinkemitter.internal.flow.OutgoingEvent;
import io.github.rethinkemitter.internal.flow.Session;
import io.github.rethinkemitter.internal.publish.NumberedBatch.Item;
import io.github.rethinkemitter.internal.publish.PendingInsert.Landing;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Events that have a number: under way, or to go again. Used by one thread at a time; what became of events is collected, to
 * be told by the publisher's thread outside of its turn. Whatever is thrown in here, no event that has a number is lost: it
 * is under way, or goes again under the same id, or its outcome is told.
 *
 * <p>What goes again goes before anything newer, and nothing newer goes while it does: receivers wait for a missing number
 * only for a while.
 */
final class InsertPipeline {

    // Beside large inserts nothing goes: the database would take more and more events before it passes them to its
    // changefeeds, which then fall behind without end. Only lone events do not wait for each other's answers.
    private static final int FEW = 16;

    // Far shorter than servers remember a publisher for.
    private static final long PAUSE = Duration.ofSeconds(5).toNanos();

    // With the pauses in between longer than a failover takes.
    private static final int RESTAMPS = 20;

    private final PublishSettings settings;
    private final PublisherContext setup;
    private final Inbox inbox;
    private final BooleanSupplier muchIsUntold;
    private final RetryTimer retry;
    private final ClockWatch clock;
    private final Set<PendingInsert> flights = Collections.newSetFromMap(new IdentityHashMap<>());
    private final TreeMap<Long, NumberedBatch> again = new TreeMap<>();
    private final RefusedNumbers holes = new RefusedNumbers();
    private long lastSeq;
    // Whether the first insert after a pause was answered. Until then it goes alone: a server that does not know this
    // publisher, or no longer, sees from the first document of an insert what else is under way, but may see others
    // before that.
    private boolean introduced;
    private long lastAnswer;
    // From the first refusal until something is stored, so that a missing right is reported once and not per event.
    private boolean refusing;
    private int restampsNotPerformed;
    private EventOutcomes outcomes = new EventOutcomes();

    /**
     * Empty.
     *
     * @param muchIsUntold whether events have to wait until the application has been told of earlier ones
     */
    InsertPipeline(PublishSettings settings, PublisherContext setup, Inbox inbox, BooleanSupplier muchIsUntold) {
        this.settings = settings;
        this.setup = setup;
        this.inbox = inbox;
        this.muchIsUntold = muchIsUntold;
        this.clock = new ClockWatch(settings.lateAfter());
        this.retry = new RetryTimer(setup.nanoTime());
    }

    /** Whether new events may go now. */
    boolean takesEvents() {
        // Asked several times for each event. Loops here, as in Parcel and Sweeper: a lone event finds the caches of
        // the processors cold, and each stream is more code to load.
        if (!again.isEmpty() || !holes.isEmpty() || flights.size() >= (introduced ? settings.inFlight() : 1)) {
            return false;
        }
        int underway = 0;
        for (PendingInsert flight : flights) {
            if (flight.parcel().past().repeated()) {
                return false;
            }
            underway += flight.parcel().items().size();
        }
        return !muchIsUntold.getAsBoolean()
                && underway < FEW
                && lastSeq - settledUpTo() < (long) settings.inFlight() * settings.batchSize();
    }

    // Receivers hold what is newer than this until the rest has come, so it must not fall far behind.
    private long settledUpTo() {
        long oldest = lastSeq + 1;
        for (PendingInsert flight : flights) {
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
        repeatFlights(flight -> !flight.isOn(session));
    }

    /** All that is under way goes again: after a mistake nobody knows whether its answer was heard. */
    void beginAgain() {
        repeatFlights(flight -> true);
    }

    private void repeatFlights(Predicate<PendingInsert> which) {
        for (PendingInsert flight : List.copyOf(flights)) {
            if (which.test(flight)) {
                repeat(flight.parcel().again(true));
                flights.remove(flight);
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
            PendingInsert flight = under(again.firstEntry().getValue(), session);
            again.pollFirstEntry();
            fly(flight);
            return true;
        }
        List<QueuedEvent> events = takesEvents() ? inbox.take() : List.of();
        if (events.isEmpty()) {
            return false;
        }
        fly(numbered(events, session));
        return true;
    }

    private PendingInsert numbered(List<QueuedEvent> events, Session session) {
        long last = lastSeq;
        try {
            return under(NumberedBatch.of(numbered(events)), session);
        } catch (RuntimeException | Error e) {
            lastSeq = last;
            inbox.putBack(events);
            throw e;
        }
    }

    // The first one tells how far the others are done. Nothing is numbered while something is to go again.
    private List<Item> numbered(List<QueuedEvent> events) {
        long settled = settledUpTo();
        List<Item> items = new ArrayList<>(events.size());
        for (QueuedEvent event : events) {
            var draft = new OutgoingEvent(setup.ids().get(), setup.src(), ++lastSeq, event.content());
            items.add(new Item(items.isEmpty() ? draft.settled(settled) : draft, event));
        }
        return items;
    }

    private PendingInsert under(NumberedBatch parcel, Session session) {
        if (flights.isEmpty() && setup.nanoTime().getAsLong() - lastAnswer > PAUSE) {
            introduced = false;
        }
        var flight = new PendingInsert(parcel.sent(setup.nanoTime().getAsLong()), session);
        flights.add(flight);
        return flight;
    }

    private void fly(PendingInsert flight) {
        Session session = flight.session();
        NumberedBatch parcel = flight.parcel();
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
        PendingInsert flight = landing.flight();
        if (!flights.contains(flight)) {
            // It has been given up for lost and repeated.
            return;
        }
        NumberedBatch parcel = flight.parcel();
        EventOutcomes before = outcomes;
        outcomes = new EventOutcomes();
        try {
            // Not after it: whether others follow a late one is asked of what is under way.
            flights.remove(flight);
            landed(parcel, landing.result());
            before.addAll(outcomes);
        } catch (RuntimeException | Error e) {
            again.subMap(parcel.firstSeq(), true, parcel.lastSeq(), true).clear();
            holes.forget(parcel.firstSeq(), parcel.lastSeq());
            repeat(parcel.again(true));
            throw e;
        } finally {
            outcomes = before;
        }
    }

    private void landed(NumberedBatch parcel, InsertResult result) {
        if (result instanceof InsertResult.Answered answered
                && answered.verdicts().size() == parcel.items().size()) {
            answered(parcel, answered.verdicts());
        } else if (result instanceof InsertResult.Rejected rejected) {
            rejected(parcel, rejected.cause());
        } else if (result instanceof InsertResult.Doubtful doubtful && isDecided(parcel)) {
            rejected(parcel, doubtful.cause());
        } else if (result instanceof InsertResult.NotPerformed not
                && parcel.isStored()
                && ++restampsNotPerformed >= RESTAMPS) {
            rejected(parcel, not.cause());
        } else {
            retry.failed();
            repeat(parcel.again(!(result instanceof InsertResult.NotPerformed)));
        }
    }

    // Whether a second doubtful answer is the last word. Before, the same ids may bring a better one.
    private static boolean isDecided(NumberedBatch parcel) {
        return parcel.isStored() || parcel.past().doubtful();
    }

    private void repeat(NumberedBatch parcel) {
        again.put(parcel.firstSeq(), parcel);
    }

    private void answered(NumberedBatch parcel, List<Verdict> verdicts) {
        retry.succeeded();
        restampsNotPerformed = 0;
        introduced = true;
        lastAnswer = setup.nanoTime().getAsLong();
        boolean slow = isSlow(parcel);
        // Once: if the newer time is late itself, a third would be as well.
        boolean late = !parcel.isStored() && (slow || followsLate(parcel));
        boolean fresh = !slow && !parcel.past().repeated();
        List<Item> again = new ArrayList<>();
        for (int i = 0; i < verdicts.size(); i++) {
            Item item = parcel.items().get(i);
            if (verdicts.get(i) instanceof Verdict.Stored stored) {
                refusing = false;
                watchClock(stored.at(), fresh);
                if (late) {
                    again.add(item.storedAt(stored.at()));
                } else {
                    stored(item, stored.at());
                }
            } else if (verdicts.get(i) instanceof Verdict.Refused refused) {
                // It was looked for and is not there. Only a number that nothing is known to have had goes to another.
                holes.add(item, parcel.past().doubtful());
                refused(item, PublishFailures::refused, refused.reason(), null);
            }
        }
        if (!again.isEmpty()) {
            Log.late(again.size(), settings.lateAfter());
            repeat(NumberedBatch.late(again));
        } else if (slow && parcel.isStored()) {
            outcomes.error(PublishFailures.stillLate(parcel.items().size(), settings.lateAfter()));
        }
    }

    private void watchClock(Instant at, boolean fresh) {
        Instant newest = clock.stored(at, fresh);
        if (newest != null) {
            outcomes.error(PublishFailures.clockSetBack(newest, at));
        }
    }

    // It may have come into the table so long after its time was taken that a server has passed that time without
    // seeing it.
    private boolean isSlow(NumberedBatch parcel) {
        Long sentAt = parcel.past().sentAt();
        return sentAt != null
                && setup.nanoTime().getAsLong() - sentAt > settings.lateAfter().toNanos();
    }

    // What was sent after a late one is treated like it, or the times of a publisher would not be in its order.
    private boolean followsLate(NumberedBatch parcel) {
        return Stream.concat(again.values().stream(), flights.stream().map(PendingInsert::parcel))
                .anyMatch(other -> other.isStored() && other.firstSeq() < parcel.firstSeq());
    }

    private void stored(Item item, Instant at) {
        if (item.event() != null) {
            outcomes.stored(
                    item.event(), new Receipt(item.draft().id(), item.event().topic(), at));
        }
    }

    /** What became of events since this was last asked for. */
    EventOutcomes outcomes() {
        EventOutcomes all = outcomes;
        if (!all.isEmpty()) {
            outcomes = new EventOutcomes();
        }
        return all;
    }

    private void rejected(NumberedBatch parcel, IOException cause) {
        if (parcel.isStored()) {
            // It is in the table, which is what was asked for; only its time could not be changed.
            outcomes.error(PublishFailures.notRestamped(parcel.items().size(), cause));
            parcel.items().forEach(item -> stored(item, Objects.requireNonNull(item.storedAt())));
            return;
        }
        if (parcel.items().size() > 1) {
            // One bad document fails the whole query: halving finds it without asking for each of its neighbours.
            parcel.halves().forEach(this::repeat);
        } else {
            refused(parcel, cause);
        }
    }

    private void refused(NumberedBatch alone, IOException cause) {
        boolean doubtful = alone.past().doubtful();
        Item item = alone.items().get(0);
        holes.add(item, doubtful);
        refused(
                item,
                doubtful ? PublishFailures::refusedInDoubt : PublishFailures::refused,
                String.valueOf(cause.getMessage()),
                cause);
    }

    private void refused(Item item, PublishFailures.Refusal refusal, String reason, @Nullable IOException cause) {
        QueuedEvent event = item.event();
        if (event == null) {
            // A filler is tried once. Receivers will report the number as missing, and go on.
            return;
        }
        EmitterException problem = refusal.of(event.topic(), reason, cause);
        if (!refusing) {
            refusing = true;
            outcomes.error(problem);
        }
        outcomes.failed(event, problem);
    }

    private void closeHoles() {
        lastSeq = holes.lastAfterFreeing(lastSeq);
        List<Item> fillers = holes.fill(setup.ids());
        for (int from = 0; from < fillers.size(); from += settings.batchSize()) {
            repeat(NumberedBatch.of(fillers.subList(from, Math.min(fillers.size(), from + settings.batchSize()))));
        }
    }

    /** Fails all that has no outcome, and says how many events that were. */
    int giveUp() {
        int left = 0;
        for (PendingInsert flight : flights) {
            left += giveUp(flight.parcel().again(true));
        }
        for (NumberedBatch parcel : again.values()) {
            left += giveUp(parcel);
        }
        flights.clear();
        again.clear();
        return left;
    }

    private int giveUp(NumberedBatch parcel) {
        boolean inDoubt = parcel.past().doubtful() || parcel.isStored();
        int left = 0;
        for (Item item : parcel.items()) {
            QueuedEvent event = item.event();
            if (event != null) {
                left++;
                outcomes.failed(
                        event,
                        inDoubt
                                ? PublishFailures.stoppedInDoubt(event.topic())
                                : PublishFailures.stopped(event.topic()));
            }
        }
        return left;
    }
}
