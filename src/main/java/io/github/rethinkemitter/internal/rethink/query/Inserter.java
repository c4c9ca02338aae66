package io.github.rethinkemitter.internal.rethink.query;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.rethinkdb.gen.proto.ErrorType;
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
import io.github.rethinkemitter.internal.rethink.wire.Json;
import io.github.rethinkemitter.internal.rethink.wire.QueryConnection;
import io.github.rethinkemitter.internal.rethink.wire.QueryFailedException;
import io.github.rethinkemitter.internal.rethink.wire.RowReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Inserts batches, and finds out what became of each document when the database says that it has not taken all. */
public final class Inserter {

    /** What RethinkDB writes in one step. */
    static final int WRITTEN_AT_ONCE = 128;

    // 127 with the letter that the server puts before a text.
    private static final int LONGEST_KEY = 126;

    private final QueryConnection link;
    private final Reql reql;
    private final String user;

    public Inserter(QueryConnection link, Reql reql, String user) {
        this.link = link;
        this.reql = reql;
        this.user = user;
    }

    public CompletableFuture<InsertResult> insert(Batch batch) {
        if (batch.events().size() <= WRITTEN_AT_ONCE) {
            return insert(batch.events());
        }
        return parts(batch.events()).map(this::insert).toList().stream()
                .reduce((all, part) -> all.thenCombine(part, Inserter::joined))
                .orElseThrow();
    }

    // The server writes an insert of more documents in several steps, between which it writes those of the next
    // query: the order would be lost. Insert by insert it is kept.
    private static Stream<List<OutgoingEvent>> parts(List<OutgoingEvent> drafts) {
        int count = (drafts.size() + WRITTEN_AT_ONCE - 1) / WRITTEN_AT_ONCE;
        return IntStream.range(0, count)
                .mapToObj(i -> drafts.subList(drafts.size() * i / count, drafts.size() * (i + 1) / count));
    }

    // What holds for a part that has to be sent again holds for the batch; those of its events that were stored are
    // then found by their ids. Beside a part that was answered nothing proves any more that none is stored.
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

    private CompletableFuture<InsertResult> insert(List<OutgoingEvent> drafts) {
        if (!link.isOpen()) {
            return CompletableFuture.completedFuture(new NotPerformed(link.endedBecause()));
        }
        return link.ask(reql.insert(drafts), Inserter::readReply)
                .thenCompose(rows -> answer(drafts, (Reply) rows.get(0)))
                .exceptionally(this::outcome);
    }

    private CompletableFuture<InsertResult> answer(List<OutgoingEvent> drafts, Reply reply) {
        if (reply.errors() == 0) {
            Verdict stored = new Verdict.Stored(reply.at());
            return CompletableFuture.completedFuture(new Answered(Collections.nCopies(drafts.size(), stored)));
        }
        List<OutgoingEvent> findable =
                drafts.stream().filter(draft -> canBeKey(draft.id())).toList();
        return findable.isEmpty()
                ? judge(drafts, reply, List.of())
                : link.ask(reql.whichOf(findable), new PlaceRows())
                        .thenCompose(rows -> judge(drafts, reply, rows))
                        .exceptionally(Inserter::afterWriting);
    }

    /** Gives documents that are stored the present time. One that is no longer there needs none. */
    public CompletableFuture<InsertResult> restamp(Batch batch) {
        if (!link.isOpen()) {
            return CompletableFuture.completedFuture(new NotPerformed(link.endedBecause()));
        }
        return link.ask(reql.restamp(batch.events()), Inserter::readReply)
                .thenApply(rows -> restamped(batch, (Reply) rows.get(0)))
                .exceptionally(this::outcome);
    }

    private static InsertResult restamped(Batch batch, Reply reply) {
        if (reply.errors() > 0) {
            return new NotPerformed(
                    new IOException("RTH0215 the database answers \"" + Failures.firstLine(reply.firstError()) + "\""));
        }
        return new Answered(Collections.nCopies(batch.events().size(), new Verdict.Stored(reply.at())));
    }

    // Looking for another would fail as a whole.
    private static boolean canBeKey(String id) {
        return id.indexOf(0) < 0 && id.getBytes(StandardCharsets.UTF_8).length <= LONGEST_KEY;
    }

    // "Duplicate primary key" of one's own document is success: an earlier insert of it had come through.
    private CompletableFuture<InsertResult> judge(List<OutgoingEvent> drafts, Reply reply, List<Object> rows) {
        Map<String, Place> places = new HashMap<>();
        rows.forEach(row -> places.put(((Place) row).id(), (Place) row));
        if (drafts.size() == 1) {
            return CompletableFuture.completedFuture(
                    new Answered(List.of(verdict(drafts.get(0), places, reply.firstError()))));
        }
        return judgeFrom(0, drafts, places, new ArrayList<>());
    }

    // What is missing is inserted again by itself, one after the other, so that each hears its own reason.
    private CompletableFuture<InsertResult> judgeFrom(
            int first, List<OutgoingEvent> drafts, Map<String, Place> places, List<Verdict> verdicts) {
        for (int i = first; i < drafts.size(); i++) {
            OutgoingEvent draft = drafts.get(i);
            if (places.containsKey(draft.id())) {
                verdicts.add(verdict(draft, places, ""));
                continue;
            }
            int next = i + 1;
            return insert(List.of(draft)).thenCompose(alone -> {
                if (alone instanceof Answered answered) {
                    verdicts.addAll(answered.verdicts());
                } else if (alone instanceof Rejected rejected) {
                    verdicts.add(new Verdict.Refused(Failures.reason(rejected.cause())));
                } else {
                    // Its neighbours may be stored, whatever is said of this one.
                    return CompletableFuture.completedFuture(
                            alone instanceof NotPerformed not ? new Unknown(not.cause()) : alone);
                }
                return judgeFrom(next, drafts, places, verdicts);
            });
        }
        return CompletableFuture.completedFuture(new Answered(List.copyOf(verdicts)));
    }

    private static Verdict verdict(OutgoingEvent draft, Map<String, Place> places, String reason) {
        Place place = places.get(draft.id());
        if (place == null) {
            return new Verdict.Refused(Failures.firstLine(reason));
        }
        return draft.src().equals(place.src()) && draft.seq() == place.seq()
                ? new Verdict.Stored(place.ts())
                : new Verdict.Refused("another document has the id \"" + draft.id() + "\"");
    }

    // No answer, or one that leaves it open, is the same to the publisher.
    private InsertResult outcome(Throwable thrown) {
        IOException cause = Failures.io(thrown);
        if (!(cause instanceof QueryFailedException failed)) {
            return new Unknown(cause);
        }
        return failed.isDenied()
                ? new Rejected(MissingRights.missing(user, reql.events(), "write to", failed))
                : outcome(failed);
    }

    // RethinkDB evaluates all documents of an insert before it writes the first, and errors of logic are what
    // evaluating
    // fails with. Internal errors, exhausted limits, r.error() of a write hook, and types that are not known may come
    // after the writing.
    static InsertResult outcome(QueryFailedException failed) {
        if (failed.is(ErrorType.OP_FAILED)) {
            return new NotPerformed(failed);
        }
        if (failed.isPassing()) {
            return new Unknown(failed);
        }
        return failed.is(ErrorType.QUERY_LOGIC) || failed.is(ErrorType.NON_EXISTENCE)
                ? new Rejected(failed)
                : new Doubtful(failed);
    }

    // The look-up after an insert says nothing about the insert when it fails.
    private static InsertResult afterWriting(Throwable thrown) {
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
                case "at" -> at = Json.time(json);
                default -> json.skipChildren();
            }
        }
        if (at == null) {
            throw new IOException("an insert is answered without its time");
        }
        into.add(new Reply(errors, firstError, at));
    }

    /** Where a document stands. */
    private record Place(String id, Instant ts, @Nullable String src, long seq) {}

    private static final class PlaceRows implements RowReader {
        private final DocumentReader documents = new DocumentReader();

        // Without args no document is an event, but one with a place in the sequence is still told.
        @Override
        public void read(JsonParser json, byte[] frame, List<Object> into) throws IOException {
            DocumentReader.Document document = documents.read(json, frame);
            StoredEvent event = document.event();
            if (event != null) {
                into.add(new Place(event.id(), event.ts(), event.src(), event.seq()));
            } else if (document.problem() != null) {
                into.add(new Place(document.problem().id(), Instant.EPOCH, null, 0));
            }
        }
    }
}
