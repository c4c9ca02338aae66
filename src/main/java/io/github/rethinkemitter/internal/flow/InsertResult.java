package io.github.rethinkemitter.internal.flow;

import java.io.IOException;
import java.time.Instant;
import java.util.List;

/** What became of a batch. */
public sealed interface InsertResult {

    /** The database answered for each draft, in the batch's order. */
    record Answered(List<Verdict> verdicts) implements InsertResult {}

    /** The query as a whole was refused, which proves that nothing of it was stored: one of its drafts may be the reason. */
    record Rejected(IOException cause) implements InsertResult {}

    /**
     * The query failed in a way that does not prove that nothing was stored, and may fail again. A number of it must never be
     * given to another event.
     */
    record Doubtful(IOException cause) implements InsertResult {}

    /** Nothing was stored, for a reason that passes: send it again. */
    record NotPerformed(IOException cause) implements InsertResult {}

    /** No answer: it may be stored or not. Send it again with the same ids. */
    record Unknown(IOException cause) implements InsertResult {}

    /** What became of one draft. */
    sealed interface Verdict {

        /** It is in the table, by this insert or by an earlier one of the same id. */
        record Stored(Instant at) implements Verdict {}

        /** It is not in the table and will not be. */
        record Refused(String reason) implements Verdict {}
    }
}
