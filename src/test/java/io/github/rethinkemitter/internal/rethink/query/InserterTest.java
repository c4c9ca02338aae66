package io.github.rethinkemitter.internal.rethink.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.rethinkdb.gen.proto.ErrorType;
import io.github.rethinkemitter.internal.flow.InsertResult;
import io.github.rethinkemitter.internal.flow.InsertResult.Answered;
import io.github.rethinkemitter.internal.flow.InsertResult.Doubtful;
import io.github.rethinkemitter.internal.flow.InsertResult.NotPerformed;
import io.github.rethinkemitter.internal.flow.InsertResult.Rejected;
import io.github.rethinkemitter.internal.flow.InsertResult.Unknown;
import io.github.rethinkemitter.internal.flow.InsertResult.Verdict;
import io.github.rethinkemitter.internal.rethink.wire.QueryFailedException;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What an error proves of an insert. */
class InserterTest {

    private static final InsertResult STORED = new Answered(List.of(new Verdict.Stored(Instant.EPOCH)));
    private static final InsertResult REJECTED = new Rejected(new IOException("bad document"));
    private static final InsertResult NOT_PERFORMED = new NotPerformed(new IOException("no primary"));

    @ParameterizedTest
    @CsvSource({
        "QUERY_LOGIC, Rejected",
        "NON_EXISTENCE, Rejected",
        "OP_FAILED, NotPerformed",
        "OP_INDETERMINATE, Unknown",
        "INTERNAL, Doubtful",
        "RESOURCE_LIMIT, Doubtful",
        "USER, Doubtful",
        ", Doubtful"
    })
    void onlyAnErrorBeforeTheWritingProvesThatNothingIsStored(ErrorType type, String outcome) {
        var failed = new QueryFailedException(type, "as the database says it");

        assertThat(Inserter.outcome(failed).getClass().getSimpleName()).isEqualTo(outcome);
    }

    @ParameterizedTest
    @EnumSource(ErrorType.class)
    void everyErrorTypeOfTheDriverHasAnOutcome(ErrorType type) {
        boolean proves = List.of("QUERY_LOGIC", "NON_EXISTENCE", "OP_FAILED").contains(type.name());
        InsertResult outcome = Inserter.outcome(new QueryFailedException(type, "as the database says it"));

        assertThat(outcome instanceof Rejected || outcome instanceof NotPerformed)
                .isEqualTo(proves);
    }

    @Test
    void besideAPartThatWasAnsweredAFailedPartIsUnknownOrDoubtful() {
        assertThat(Inserter.joined(STORED, REJECTED)).isInstanceOf(Doubtful.class);
        assertThat(Inserter.joined(REJECTED, STORED)).isInstanceOf(Doubtful.class);
        assertThat(Inserter.joined(NOT_PERFORMED, STORED)).isInstanceOf(Unknown.class);
        assertThat(Inserter.joined(REJECTED, NOT_PERFORMED)).isInstanceOf(NotPerformed.class);
        assertThat(Inserter.joined(STORED, STORED))
                .isInstanceOfSatisfying(
                        Answered.class, both -> assertThat(both.verdicts()).hasSize(2));
    }
}
