package io.github.rethinkemitter.internal.flow;

import java.io.IOException;

/** Answers of fakes. */
public final class Answers {

    private Answers() {}

    /** One that is there at once. */
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

    /** A question that fails. */
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
