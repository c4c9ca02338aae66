package io.github.rethinkemitter.internal.publish;

import io.github.rethinkemitter.EmitterException;
import io.github.rethinkemitter.Receipt;
import io.github.rethinkemitter.internal.config.PublishSettings;
import io.github.rethinkemitter.internal.flow.InsertResult;
import io.github.rethinkemitter.internal.flow.InsertResult.Verdict;
import io.github.rethinkemitter.internal.flow.Session;
import io.github.rethinkemitter.internal.publish.NumberedBatch.Item;
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
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Numbers events, says which insert may be sent next, and turns answers into outcomes. It sends nothing itself. Used by one
 * thread at a time. Whatever is thrown in here, no event that has a number is lost: its insert is pending, or it is to be
 * sent again under the same id, or its outcome was returned.
 *
 * <p>What has to be sent again is sent before any newer event, and nothing newer is sent meanwhile: subscribers wait only for
 * a limited time for a missing number.
 */
final class InsertPipeline {

    // A new insert is sent beside pending ones only while these have fewer documents than this: lone events do not wait
    // for each other's answers. With several inserts of many documents at a time the database would take more and more
    // of them before it passes them to its changefeeds, which would then fall behind without end.
    private static final int FEW_DOCUMENTS = 16;

    // Far shorter than subscribers remember a publisher for.
    private static final long PAUSE = Duration.ofSeconds(5).toNanos();

    // Together with the waits between them, longer than a failover takes.
    private static final int MOST_RESTAMPS_NOT_PERFORMED = 20;

    private final PublishSettings settings;
    private final EventNumbers numbers;
    private final LongSupplier nanoTime;
    private final BooleanSupplier mustHoldBack;
    private final PublishCounts counts;
    private final RetryTimer retry;
    private final ClockWatch clock;
    private final Set<PendingInsert> pending = Collections.newSetFromMap(new IdentityHashMap<>());
    // To be sent before any newer event: what was sent before, and fillers. By the first number of each.
    private final TreeMap<Long, NumberedBatch> repeats = new TreeMap<>();
    // Whether the first insert after a pause was answered. Until then it is the only one: a subscriber that does not
    // know this publisher, or has forgotten it, learns from the first document of an insert which numbers are
    // unsettled, but might otherwise see events of other inserts before that document.
    private boolean introduced;
    private long lastAnswer;
    // From the first refusal until an event is stored, so that a missing right is reported once and not for each event.
    private boolean refusing;
    private int restampsNotPerformed;

    /** @param mustHoldBack whether new events have to wait because too many stages are not completed yet */
    InsertPipeline(
            PublishSettings settings,
            EventNumbers numbers,
            LongSupplier nanoTime,
            BooleanSupplier mustHoldBack,
            PublishCounts counts) {
        this.settings = settings;
        this.numbers = numbers;
        this.nanoTime = nanoTime;
        this.mustHoldBack = mustHoldBack;
        this.counts = counts;
        this.clock = new ClockWatch(settings.lateAfter());
        this.retry = new RetryTimer(nanoTime);
    }

    /** Whether {@link #insertOf} may be called now. */
    boolean takesEvents() {
        // Asked several times for each event. Loops here and in NumberedBatch and Sweeper instead of streams: a lone
        // event finds the caches of the processors cold, and a stream is more code to load.
        if (!repeats.isEmpty() || numbers.hasGaps() || pending.size() >= (introduced ? settings.inFlight() : 1)) {
            return false;
        }
        int unanswered = 0;
        for (PendingInsert insert : pending) {
            if (insert.batch().history().repeated()) {
                return false;
            }
            unanswered += insert.batch().documents();
        }
        return !mustHoldBack.getAsBoolean()
                && unanswered < FEW_DOCUMENTS
                && numbers.last() - settledUpTo() < (long) settings.inFlight() * Packing.mostEvents(settings);
    }

    // Every number up to this one has its outcome, while there are no repeats. Subscribers hold back newer events until
    // the others have come, so new numbers must stay near it.
    private long settledUpTo() {
        long oldest = numbers.last() + 1;
        for (PendingInsert insert : pending) {
            oldest = Math.min(oldest, insert.batch().firstSeq());
        }
        return oldest - 1;
    }

    /** How long until {@link #nextRepeat} has an insert; {@code Long.MAX_VALUE} when that depends on answers. */
    long nanosUntilRepeat() {
        return repeats.isEmpty() || pending.size() >= settings.inFlight() ? Long.MAX_VALUE : retry.nanosLeft();
    }

    /** What was sent on an earlier session has an unknown outcome, even if its deadline has not passed, and is sent again. */
    void use(Session session) {
        repeatWhere(insert -> insert.session() != session);
    }

    /** Everything pending is sent again: after a mistake it is not known whether its answer was handled. */
    void repeatAll() {
        repeatWhere(insert -> true);
    }

    private void repeatWhere(Predicate<PendingInsert> condition) {
        for (PendingInsert insert : List.copyOf(pending)) {
            if (condition.test(insert)) {
                repeat(insert.batch().again(true));
                pending.remove(insert);
            }
        }
    }

    private void repeat(NumberedBatch batch) {
        repeats.put(batch.firstSeq(), batch);
    }

    /** The insert to be sent before any newer event; null when there is none, or it may not be sent now. */
    @Nullable
    PendingInsert nextRepeat(Session session) {
        if (repeats.isEmpty() && pending.isEmpty() && numbers.hasGaps()) {
            closeGaps();
        }
        if (nanosUntilRepeat() > 0) {
            return null;
        }
        PendingInsert insert = pending(repeats.firstEntry().getValue(), session);
        repeats.pollFirstEntry();
        return insert;
    }

    private void closeGaps() {
        repeatInBatches(numbers.closeGaps(), NumberedBatch::of);
    }

    private void repeatInBatches(List<Item> items, Function<List<Item>, NumberedBatch> batch) {
        for (int from = 0; from < items.size(); from += settings.batchSize()) {
            repeat(batch.apply(items.subList(from, Math.min(items.size(), from + settings.batchSize()))));
        }
    }

    /** The insert of these events, to be sent now. If it throws, the events have no numbers. */
    PendingInsert insertOf(List<QueuedEvent> events, Session session) {
        long before = numbers.last();
        try {
            boolean packed = Packing.isPacked(events, settings);
            PendingInsert insert = pending(numbers.number(events, packed, settledUpTo()), session);
            counts.numbered(events);
            return insert;
        } catch (RuntimeException | Error e) {
            numbers.takeBackTo(before);
            throw e;
        }
    }

    private PendingInsert pending(NumberedBatch batch, Session session) {
        if (pending.isEmpty() && nanoTime.getAsLong() - lastAnswer > PAUSE) {
            introduced = false;
        }
        var insert = new PendingInsert(batch.sentAt(nanoTime.getAsLong()), session);
        pending.add(insert);
        return insert;
    }

    /** What became of events by this answer. If it throws, they are sent again. */
    EventOutcomes completed(InsertCompletion completion) {
        var outcomes = new EventOutcomes();
        // An insert that is not pending any more is repeated already.
        if (pending.remove(completion.insert())) {
            NumberedBatch batch = completion.insert().batch();
            try {
                completed(batch, completion.result(), outcomes);
                count(outcomes);
            } catch (RuntimeException | Error e) {
                repeats.subMap(batch.firstSeq(), true, batch.lastSeq(), true).clear();
                numbers.forgetGaps(batch.firstSeq(), batch.lastSeq());
                repeat(batch.again(true));
                throw e;
            }
        }
        return outcomes;
    }

    private void count(EventOutcomes outcomes) {
        counts.answered(outcomes.all().size());
        NumberedBatch oldest = repeats.isEmpty() ? null : repeats.firstEntry().getValue();
        for (PendingInsert insert : pending) {
            if (oldest == null || insert.batch().firstSeq() < oldest.firstSeq()) {
                oldest = insert.batch();
            }
        }
        Long triggeredAt = oldest == null ? null : oldest.triggeredAt();
        if (triggeredAt != null) {
            counts.oldestUnderWay(triggeredAt);
        }
    }

    private void completed(NumberedBatch batch, InsertResult result, EventOutcomes outcomes) {
        if (result instanceof InsertResult.Answered answered
                && answered.verdicts().size() == batch.items().size()) {
            answered(batch, answered.verdicts(), outcomes);
        } else if (result instanceof InsertResult.Rejected rejected) {
            rejected(batch, rejected.cause(), outcomes);
        } else if (result instanceof InsertResult.Doubtful doubtful && (batch.isStored() || batch.isInDoubt())) {
            // The second doubtful answer is final. After the first, the same ids may bring a better one.
            rejected(batch, doubtful.cause(), outcomes);
        } else if (result instanceof InsertResult.NotPerformed not
                && batch.isStored()
                && ++restampsNotPerformed >= MOST_RESTAMPS_NOT_PERFORMED) {
            rejected(batch, not.cause(), outcomes);
        } else {
            retry.failed();
            repeat(batch.again(!(result instanceof InsertResult.NotPerformed)));
        }
    }

    private void answered(NumberedBatch batch, List<Verdict> verdicts, EventOutcomes outcomes) {
        retry.succeeded();
        restampsNotPerformed = 0;
        introduced = true;
        lastAnswer = nanoTime.getAsLong();
        if (batch.isPacked() && verdicts.get(0) instanceof Verdict.Refused) {
            unpack(batch);
            return;
        }
        boolean slow = isSlow(batch);
        // Once: if the newer time is late as well, a third would be too.
        boolean late = !batch.isStored() && (slow || followsLate(batch));
        boolean fresh = !slow && !batch.history().repeated();
        List<Item> lateItems = new ArrayList<>();
        for (int i = 0; i < verdicts.size(); i++) {
            Item item = batch.items().get(i);
            if (verdicts.get(i) instanceof Verdict.Stored stored) {
                refusing = false;
                watchClock(stored.at(), fresh, outcomes);
                if (late) {
                    lateItems.add(item.storedAt(stored.at()));
                } else {
                    stored(item, stored.at(), outcomes);
                }
            } else if (verdicts.get(i) instanceof Verdict.Refused refused) {
                // The server has looked: the event is not in the table, whether or not an earlier insert is in doubt.
                numbers.refused(item, batch.isInDoubt());
                refused(item, PublishFailures::refused, refused.reason(), null, outcomes);
            }
        }
        if (!lateItems.isEmpty()) {
            Log.late(lateItems.size(), settings.lateAfter());
            repeat(batch.toRestamp(lateItems));
        } else if (slow && batch.isStored()) {
            outcomes.problem(PublishFailures.stillLate(batch.items().size(), settings.lateAfter()));
        }
    }

    private void watchClock(Instant at, boolean fresh, EventOutcomes outcomes) {
        Instant newest = clock.stored(at, fresh);
        if (newest != null) {
            outcomes.problem(PublishFailures.clockSetBack(newest, at));
        }
    }

    // The events may have come into the table so long after their time was taken that a subscriber has read past that
    // time.
    private boolean isSlow(NumberedBatch batch) {
        Long sentAt = batch.history().firstSentAt();
        return sentAt != null
                && nanoTime.getAsLong() - sentAt > settings.lateAfter().toNanos();
    }

    // Events that follow late ones get a newer time as well, or the times of a publisher would not be in its order.
    private boolean followsLate(NumberedBatch batch) {
        return Stream.concat(repeats.values().stream(), pending.stream().map(PendingInsert::batch))
                .anyMatch(other -> other.isStored() && other.firstSeq() < batch.firstSeq());
    }

    private static void stored(Item item, Instant at, EventOutcomes outcomes) {
        QueuedEvent event = item.event();
        if (event != null) {
            outcomes.stored(event, new Receipt(item.outgoing().id(), event.topic(), at));
        }
    }

    private void rejected(NumberedBatch batch, IOException cause, EventOutcomes outcomes) {
        if (batch.isStored()) {
            // The events are in the table. Only their time could not be changed.
            outcomes.problem(PublishFailures.notRestamped(batch.items().size(), cause));
            batch.items().forEach(item -> stored(item, Objects.requireNonNull(item.storedAt()), outcomes));
        } else if (batch.isPacked()) {
            unpack(batch);
        } else if (batch.items().size() > 1) {
            // One bad document fails the whole query. Halving finds it without a query for each of its neighbours.
            batch.halves().forEach(this::repeat);
        } else {
            Item item = batch.items().get(0);
            numbers.refused(item, batch.isInDoubt());
            refused(
                    item,
                    batch.isInDoubt() ? PublishFailures::refusedInDoubt : PublishFailures::refused,
                    String.valueOf(cause.getMessage()),
                    cause,
                    outcomes);
        }
    }

    // On their own, only those events are refused that are the reason.
    private void unpack(NumberedBatch pack) {
        repeatInBatches(numbers.unpacked(pack), pack::unpacked);
    }

    private void refused(
            Item item,
            PublishFailures.Refusal refusal,
            String reason,
            @Nullable IOException cause,
            EventOutcomes outcomes) {
        QueuedEvent event = item.event();
        if (event == null) {
            // A filler is tried once. Without it, subscribers report its number as missing and continue.
            return;
        }
        EmitterException problem = refusal.of(event.topic(), reason, cause);
        if (!refusing) {
            refusing = true;
            outcomes.problem(problem);
        }
        outcomes.failed(event, problem);
    }

    /** Fails all events that have a number and no outcome. */
    EventOutcomes giveUp() {
        var outcomes = new EventOutcomes();
        pending.forEach(insert -> giveUp(insert.batch().again(true), outcomes));
        repeats.values().forEach(batch -> giveUp(batch, outcomes));
        pending.clear();
        repeats.clear();
        count(outcomes);
        return outcomes;
    }

    private static void giveUp(NumberedBatch batch, EventOutcomes outcomes) {
        boolean mayBeStored = batch.isInDoubt() || batch.isStored();
        for (Item item : batch.items()) {
            QueuedEvent event = item.event();
            if (event != null) {
                outcomes.failed(
                        event,
                        mayBeStored
                                ? PublishFailures.stoppedInDoubt(event.topic())
                                : PublishFailures.stopped(event.topic()));
            }
        }
    }
}
