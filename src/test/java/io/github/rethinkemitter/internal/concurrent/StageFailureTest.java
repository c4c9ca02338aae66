package io.github.rethinkemitter.internal.concurrent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

class StageFailureTest {

    @Test
    void aFailureIsFoundHoweverOftenItIsWrapped() {
        var failure = new IOException("cut off");

        assertThat(StageFailure.cause(new ExecutionException(new CompletionException(failure))))
                .isSameAs(failure);
        assertThat(StageFailure.cause(failure)).isSameAs(failure);
    }

    @Test
    void anExceptionThatWrapsNothingIsTheFailureItself() {
        var empty = new CompletionException("no cause", null);

        assertThat(StageFailure.cause(empty)).isSameAs(empty);
    }

    @Test
    void aFailureThatIsNoIOExceptionBecomesTheCauseOfOne() {
        var mistake = new IllegalStateException("a mistake");
        var failed = CompletableFuture.failedFuture(mistake).thenApply(value -> value);

        assertThat(failed.handle((value, problem) -> StageFailure.asIOException(problem))
                        .join())
                .isExactlyInstanceOf(IOException.class)
                .cause()
                .isSameAs(mistake);
    }

    @Test
    void anIOExceptionIsKeptAsItIs() {
        var failure = new IOException("cut off");

        assertThat(StageFailure.asIOException(new ExecutionException(failure))).isSameAs(failure);
    }
}
