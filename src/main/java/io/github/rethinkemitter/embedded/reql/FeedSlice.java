package io.github.rethinkemitter.embedded.reql;

import io.github.rethinkemitter.embedded.data.Datum;
import java.util.function.Consumer;

/** {@code skip} and {@code limit} after {@code changes}: passes the elements at some positions, then ends the changefeed. */
final class FeedSlice implements Stage {
    private long toSkip;
    private long left;

    FeedSlice(long toSkip, long left) {
        this.toSkip = toSkip;
        this.left = left;
    }

    @Override
    public void accept(Datum element, Consumer<Datum> next) {
        if (toSkip > 0) {
            toSkip--;
        } else if (left > 0) {
            left--;
            next.accept(element);
        }
    }

    boolean isDone() {
        return left == 0;
    }
}
