package io.github.rethinkemitter.internal.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.rethinkemitter.internal.flow.Batch;
import io.github.rethinkemitter.internal.flow.InsertResult;
import io.github.rethinkemitter.internal.flow.InsertResult.Verdict;
import io.github.rethinkemitter.internal.flow.OutgoingEvent;
import io.github.rethinkemitter.internal.flow.PartialSession;
import io.github.rethinkemitter.internal.flow.SweepOrder;
import io.github.rethinkemitter.internal.flow.SweepResult;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** A session whose inserts are answered by the test. */
class ScriptedSession extends PartialSession {

    private final BlockingQueue<Insert> inserts = new LinkedBlockingQueue<>();
    private final BlockingQueue<Insert> restamps = new LinkedBlockingQueue<>();
    private final CompletableFuture<IOException> ended = new CompletableFuture<>();
    final BlockingQueue<SweepOrder> sweeps = new LinkedBlockingQueue<>();
    final Queue<SweepResult> sweepResults = new ConcurrentLinkedQueue<>();
    final AtomicReference<Throwable> sweepThrows = new AtomicReference<>();
    final AtomicReference<IOException> sweepFails = new AtomicReference<>();

    /** An insert under way, or a restamp. */
    record Insert(Batch batch, CompletableFuture<InsertResult> answer) {

        List<OutgoingEvent> events() {
            return batch.events();
        }

        boolean isPack() {
            return batch.packId() != null;
        }

        List<String> ids() {
            return events().stream().map(OutgoingEvent::id).toList();
        }

        List<Long> seqs() {
            return events().stream().map(OutgoingEvent::seq).toList();
        }

        List<String> args() {
            return events().stream().map(event -> event.content().args()).toList();
        }

        void store() {
            storeAt(Instant.EPOCH);
        }

        void storeAt(Instant ts) {
            verdicts(events().stream()
                    .map(event -> (Verdict) new Verdict.Stored(ts))
                    .toList());
        }

        void verdicts(List<Verdict> verdicts) {
            answer.complete(new InsertResult.Answered(verdicts));
        }

        void reject() {
            answer.complete(new InsertResult.Rejected(new IOException("bad document")));
        }

        void notPerformed() {
            answer.complete(new InsertResult.NotPerformed(new IOException("no primary")));
        }

        void doubtful() {
            answer.complete(new InsertResult.Doubtful(new IOException("internal error")));
        }

        void unknown() {
            answer.complete(new InsertResult.Unknown(new IOException("no answer")));
        }
    }

    /** Null when none comes in time. */
    Insert next(Duration timeout) throws InterruptedException {
        return inserts.poll(timeout.toNanos(), TimeUnit.NANOSECONDS);
    }

    Insert next() throws InterruptedException {
        return next(inserts, "an insert");
    }

    Insert nextRestamp() throws InterruptedException {
        return next(restamps, "a restamp");
    }

    /** Null when none comes in time. */
    Insert nextRestamp(Duration timeout) throws InterruptedException {
        return restamps.poll(timeout.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** The inserts that the test has not taken yet. */
    List<Insert> takeAll() {
        List<Insert> all = new ArrayList<>();
        inserts.drainTo(all);
        return all;
    }

    private static Insert next(BlockingQueue<Insert> queue, String what) throws InterruptedException {
        Insert next = queue.poll(30, TimeUnit.SECONDS);
        assertThat(next).as(what).isNotNull();
        return next;
    }

    boolean hasNoInsert() {
        return inserts.isEmpty() && restamps.isEmpty();
    }

    void end() {
        ended.complete(new IOException("cut off"));
    }

    @Override
    public CompletionStage<InsertResult> insert(Batch batch) {
        return answeredLater(batch, inserts);
    }

    @Override
    public CompletionStage<InsertResult> restamp(Batch batch) {
        return answeredLater(batch, restamps);
    }

    private static CompletionStage<InsertResult> answeredLater(Batch batch, BlockingQueue<Insert> queue) {
        var insert = new Insert(batch, new CompletableFuture<>());
        queue.add(insert);
        return insert.answer();
    }

    @Override
    public SweepResult sweep(SweepOrder order) throws IOException {
        sweeps.add(order);
        Throwable thrown = sweepThrows.get();
        if (thrown instanceof Error error) {
            throw error;
        } else if (thrown != null) {
            throw (RuntimeException) thrown;
        }
        IOException problem = sweepFails.get();
        if (problem != null) {
            throw problem;
        }
        return sweepResults.isEmpty() ? new SweepResult.Clean(0) : sweepResults.remove();
    }

    @Override
    public CompletionStage<IOException> ended() {
        return ended;
    }

    @Override
    public boolean isOpen() {
        return !ended.isDone();
    }

    @Override
    public void close() {
        end();
    }
}
