package io.github.rethinkemitter.internal.flow;

import java.io.IOException;

/** ImmediateAnswers that fakes give. */
public final class ImmediateAnswers {

    private ImmediateAnswers() {}

    /** An answer that has already come. */
    public static <T> PendingAnswer<T> of(T value) {
        return new PendingAnswer<>() {
            @Override
            public T poll() {
                return value;
            }

            @Override
            public T await() {
                return value;
            }
        };
    }

    /** An answer that is a failure. */
    public static <T> PendingAnswer<T> failed(String why) {
        return new PendingAnswer<>() {
            @Override
            public T poll() throws IOException {
                throw new IOException(why);
            }

            @Override
            public T await() throws IOException {
                throw new IOException(why);
            }
        };
    }
}
