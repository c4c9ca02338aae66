package io.github.rethinkemitter.internal.rethink.query;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.rethinkemitter.internal.flow.Batch;
import io.github.rethinkemitter.internal.flow.InsertResult;
import io.github.rethinkemitter.internal.flow.InsertResult.Answered;
import io.github.rethinkemitter.internal.flow.InsertResult.Doubtful;
import io.github.rethinkemitter.internal.flow.InsertResult.NotPerformed;
import io.github.rethinkemitter.internal.flow.InsertResult.Rejected;
import io.github.rethinkemitter.internal.flow.InsertResult.Unknown;
import io.github.rethinkemitter.internal.flow.InsertResult.Verdict;
import io.github.rethinkemitter.internal.flow.OutgoingEvent;
import io.github.rethinkemitter.internal.flow.StoredEvent;
import io.github.rethinkemitter.internal.rethink.wire.Failures;
import io.github.rethinkemitter.internal.rethink.wire.QueryConnection;
import io.github.rethinkemitter.internal.rethink.wire.QueryFailedException;
import io.github.rethinkemitter.internal.rethink.wire.RowReader;
import io.github.rethinkemitter.internal.rethink.wire.RowValues;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Inserts batches, and finds out what became of each event when the database says that it has not stored all. */
public final class Inserter {

    /** What RethinkDB writes in one step. */
    static final int WRITTEN_AT_ONCE = 128;

    // 127 bytes with the letter that the server puts before a text.
    private static final int LONGEST_KEY = 126;

    private final QueryConnection connection;
    private final Reql reql;
    private final MissingRights rights;

    public Inserter(QueryConnection connection, Reql reql, MissingRights rights) {
        this.connection = connection;
        this.reql = reql;
        this.rights = rights;
    }

    public CompletableFuture<InsertResult> insert(Batch batch) {
        List<OutgoingDocument> documents = OutgoingDocument.of(batch);
        if (batch.packId() != null) {
            return insertPack(documents.get(0));
        }
        if (documents.size() <= WRITTEN_AT_ONCE) {
            return insert(documents);
        }
        return parts(documents).map(this::insert).toList().stream()
                .reduce((all, part) -> all.thenCombine(part, Inserter::joined))
                .orElseThrow();
    }

    // The server writes an insert of more documents in several steps, and writes documents of the next insert between
    // these. The order would be lost, which it is not from one insert to the next.
    private static Stream<List<OutgoingDocument>> parts(List<OutgoingDocument> documents) {
        int count = (documents.size() + WRITTEN_AT_ONCE - 1) / WRITTEN_AT_ONCE;
        return IntStream.range(0, count)
                .mapToObj(i -> documents.subList(documents.size() * i / count, documents.size() * (i + 1) / count));
    }

    // All events of a pack have the verdict of its document.
    private CompletableFuture<InsertResult> insertPack(OutgoingDocument pack) {
        return insert(List.of(pack))
                .thenApply(result -> result instanceof Answered answered
                        ? forEach(pack.events(), answered.verdicts().get(0))
                        : result);
    }

    private static Answered forEach(List<OutgoingEvent> events, Verdict verdict) {
        return new Answered(Collections.nCopies(events.size(), verdict));
    }

    private static CompletableFuture<InsertResult> completed(InsertResult result) {
        return CompletableFuture.completedFuture(result);
    }

    // The worse result of two parts holds for the batch: when a part has to be sent again, the whole batch is, and the
    // events that were stored are then found by their ids. Where one part was answered, nothing proves any more that
    // none is stored.
    static InsertResult joined(InsertResult one, InsertResult other) {
        if (one instanceof Answered first && other instanceof Answered second) {
            return new Answered(Stream.concat(first.verdicts().stream(), second.verdicts().stream())
                    .toList());
        }
        InsertResult worse = severity(one) >= severity(other) ? one : other;
        if (one instanceof Answered || other instanceof Answered) {
            if (worse instanceof NotPerformed part) {
                return new Unknown(part.cause());
            }
            if (worse instanceof Rejected part) {
                return new Doubtful(part.cause());
            }
        }
        return worse;
    }

    private static int severity(InsertResult result) {
        if (result instanceof Unknown) {
            return 4;
        }
        return result instanceof Doubtful ? 3 : result instanceof NotPerformed ? 2 : result instanceof Rejected ? 1 : 0;
    }

    private CompletableFuture<InsertResult> insert(List<OutgoingDocument> documents) {
        IOException ended = connection.endedBecause();
        if (ended != null) {
            return completed(new NotPerformed(ended));
        }
        return connection
                .ask(reql.insert(documents), Inserter::readReply)
                .thenCompose(rows -> judge(documents, (Reply) rows.get(0)))
                .exceptionally(this::outcome);
    }

    // Documents that exist already and those that a write hook refuses, by r.error() or because it lacks a field, are
    // counted in the errors of the reply. The other documents are stored.
    private CompletableFuture<InsertResult> judge(List<OutgoingDocument> documents, Reply reply) {
        if (reply.errors() == 0) {
            Verdict stored = new Verdict.Stored(reply.at());
            return CompletableFuture.completedFuture(new Answered(Collections.nCopies(documents.size(), stored)));
        }
        return find(documents)
                .thenCompose(found -> judge(documents, reply, found))
                .exceptionally(Inserter::outcomeOfLookUp);
    }

    private CompletableFuture<InsertResult> judge(List<OutgoingDocument> documents, Reply reply, Found found) {
        if (documents.size() > 1) {
            return judgeEach(documents, found);
        }
        Verdict verdict = found.verdict(documents.get(0))
                .orElseGet(() -> new Verdict.Refused(Failures.firstLine(reply.firstError())));
        return CompletableFuture.completedFuture(new Answered(List.of(verdict)));
    }

    // Looks which of the documents are stored.
    private CompletableFuture<Found> find(List<OutgoingDocument> documents) {
        List<OutgoingDocument> findable =
                documents.stream().filter(document -> canBeKey(document.id())).toList();
        return findable.isEmpty()
                ? CompletableFuture.completedFuture(Found.of(List.of()))
                : connection.ask(reql.whichOf(findable), new PlaceRows()).thenApply(Found::of);
    }

    // To look for a key that the server does not accept would fail as a whole.
    private static boolean canBeKey(String id) {
        return id.indexOf(0) < 0 && id.getBytes(StandardCharsets.UTF_8).length <= LONGEST_KEY;
    }

    // The reply names the reason of the first refusal only. So the documents that are not stored are inserted again,
    // one after the other, and each is answered with its own reason.
    private CompletableFuture<InsertResult> judgeEach(List<OutgoingDocument> documents, Found found) {
        CompletableFuture<InsertResult> all = CompletableFuture.completedFuture(new Answered(List.of()));
        for (OutgoingDocument document : documents) {
            all = all.thenCompose(before -> before instanceof Answered answered
                    ? judgeOne(document, found).thenApply(alone -> added(answered, alone))
                    : CompletableFuture.completedFuture(before));
        }
        return all;
    }

    private CompletableFuture<InsertResult> judgeOne(OutgoingDocument document, Found found) {
        return found.verdict(document)
                .<CompletableFuture<InsertResult>>map(
                        verdict -> CompletableFuture.completedFuture(new Answered(List.of(verdict))))
                .orElseGet(() -> insert(List.of(document)));
    }

    private static InsertResult added(Answered before, InsertResult alone) {
        if (alone instanceof Answered answered) {
            return joined(before, answered);
        }
        if (alone instanceof Rejected rejected) {
            return joined(before, new Answered(List.of(new Verdict.Refused(Failures.reason(rejected.cause())))));
        }
        // Other events of the batch may be stored, whatever is said of this one.
        return alone instanceof NotPerformed not ? new Unknown(not.cause()) : alone;
    }

    /** Gives documents that are stored the present time. A document that is no longer there needs none. */
    public CompletableFuture<InsertResult> restamp(Batch batch) {
        IOException ended = connection.endedBecause();
        if (ended != null) {
            return completed(new NotPerformed(ended));
        }
        return connection
                .ask(reql.restamp(OutgoingDocument.of(batch)), Inserter::readReply)
                .thenApply(rows -> restamped(batch, (Reply) rows.get(0)))
                .exceptionally(this::outcome);
    }

    private static InsertResult restamped(Batch batch, Reply reply) {
        if (reply.errors() > 0) {
            return new NotPerformed(
                    new IOException("RTH0215 the database answers \"" + Failures.firstLine(reply.firstError()) + "\""));
        }
        return forEach(batch.events(), new Verdict.Stored(reply.at()));
    }

    // To the publisher no answer, and an answer that leaves it open, are the same.
    private InsertResult outcome(Throwable thrown) {
        IOException cause = Failures.io(thrown);
        if (!(cause instanceof QueryFailedException failed)) {
            return new Unknown(cause);
        }
        return failed.isDenied() ? new Rejected(rights.explain(failed, "write to", reql.events())) : outcome(failed);
    }

    // RethinkDB evaluates all documents of an insert before it writes the first, and evaluation fails with errors of
    // logic. Internal errors, exhausted limits, and types that are not known may come after the writing. What a write
    // hook throws is no error of the query: RethinkDB 2.4.4 answers {errors: 1, first_error: "Error in write hook: …"},
    // and has stored the other documents (see judge).
    static InsertResult outcome(QueryFailedException failed) {
        if (failed.isNotPerformed()) {
            return new NotPerformed(failed);
        }
        if (failed.isPassing()) {
            return new Unknown(failed);
        }
        return failed.isLogicError() ? new Rejected(failed) : new Doubtful(failed);
    }

    // A look-up that fails says nothing about the insert before it.
    private static InsertResult outcomeOfLookUp(Throwable thrown) {
        IOException cause = Failures.io(thrown);
        return cause instanceof QueryFailedException failed && !failed.isPassing()
                ? new Doubtful(cause)
                : new Unknown(cause);
    }

    private record Reply(long errors, String firstError, Instant at) {}

    private static void readReply(JsonParser json, byte[] frame, List<Object> into) throws IOException {
        long errors = 0;
        String firstError = "no reason given";
        Instant at = null;
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            json.nextToken();
            switch (name) {
                case "errors" -> errors = json.getLongValue();
                case "first_error" -> firstError = json.getText();
                case "at" -> at = RowValues.time(json);
                default -> json.skipChildren();
            }
        }
        if (at == null) {
            throw new IOException("an insert is answered without its time");
        }
        into.add(new Reply(errors, firstError, at));
    }

    /** A document that is stored, and its place in the sequence of a publisher. */
    private record Place(String id, Instant ts, @Nullable String src, long seq) {}

    /** The documents that are stored, by id. */
    private record Found(Map<String, Place> places) {

        static Found of(List<Object> rows) {
            return new Found(rows.stream()
                    .map(Place.class::cast)
                    .collect(Collectors.toMap(Place::id, place -> place, (one, same) -> same)));
        }

        /** What is known of a document; empty when no document has its id. A "duplicate primary key" of the document's own document is success. */
        Optional<Verdict> verdict(OutgoingDocument document) {
            Place place = places.get(document.id());
            if (place == null) {
                return Optional.empty();
            }
            return Optional.of(
                    document.first().src().equals(place.src())
                                    && document.first().seq() == place.seq()
                            ? new Verdict.Stored(place.ts())
                            : new Verdict.Refused("another document has the id \"" + document.id() + "\""));
        }
    }

    private static final class PlaceRows implements RowReader {
        private final DocumentReader documents = new DocumentReader();

        // Without args no document is an event, but a document with a place in the sequence is reported all the same.
        @Override
        public void read(JsonParser json, byte[] frame, List<Object> into) throws IOException {
            DocumentReader.Document document = documents.read(json, frame);
            if (document.events().isEmpty()) {
                into.add(new Place(document.id(), Instant.EPOCH, null, 0));
            } else {
                StoredEvent first = document.events().get(0);
                into.add(new Place(document.id(), first.ts(), first.src(), first.seq()));
            }
        }
    }
}
