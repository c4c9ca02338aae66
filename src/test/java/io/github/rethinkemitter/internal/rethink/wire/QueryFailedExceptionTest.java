package io.github.rethinkemitter.internal.rethink.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.rethinkdb.gen.proto.ErrorType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueryFailedExceptionTest {

    // As a cluster answers inserts right after its primary was killed.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Unexpected exception: The attempt to read or modify the table's configuration failed because none of the"
                        + " servers were accessible.  If it was an attempt to modify, the modification did not take place.",
                "Unexpected exception: The attempt to modify the table's configuration failed because we lost contact with"
                        + " the servers after initiating the modification, or the Raft leader lost contact with its"
                        + " followers, or we timed out while waiting for the changes to propagate."
            })
    void errorsDuringAFailoverArePassing(String text) {
        var failed = new QueryFailedException(ErrorType.INTERNAL, text);

        assertThat(failed.isPassing()).isTrue();
        assertThat(failed.isDenied()).isFalse();
    }

    @Test
    void otherInternalErrorsAreNotPassing() {
        var failed = new QueryFailedException(ErrorType.INTERNAL, "Unexpected exception: vector::_M_range_check");

        assertThat(failed.isPassing()).isFalse();
    }
}
