package io.github.rethinkemitter.internal.flow;

import java.io.IOException;
import java.time.Instant;
import java.util.List;

/** The database's answer to the insert of a batch. */
public sealed interface InsertResult {

    /** The database answered for each event, in the batch's order. */
    record Answered(List<Verdict> verdicts) implements InsertResult {}

    /** The database refused the whole query, so nothing of it was stored. One of its events may be the reason. */
    record Rejected(IOException cause) implements InsertResult {}

    /**
     * The query failed in a way that leaves open whether something was stored, and may fail again. A number of this batch must
     * never be given to another event.
     */
    record Doubtful(IOException cause) implements InsertResult {}

    /** Nothing was stored, for a temporary reason: send it again. */
    record NotPerformed(IOException cause) implements InsertResult {}

    /** No answer came: the batch may be stored or not. Send it again with the same ids. */
    record Unknown(IOException cause) implements InsertResult {}

    /** What became of one event. */
    sealed interface Verdict {

        /** The event is in the table, by this insert or by an earlier one with the same id. */
        record Stored(Instant at) implements Verdict {}

        /** The event is not in the table, and this insert will not bring it there. */
        record Refused(String reason) implements Verdict {}
    }
}
