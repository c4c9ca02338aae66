package io.github.rethinkemitter.embedded.reql;

import io.github.rethinkemitter.embedded.data.Datum;
import java.util.function.Consumer;

/** Lets some elements of a changefeed pass, by their position; the feed ends when the last of them has. */
final class PartOf implements Stage {
    private long toSkip;
    private long left;

    PartOf(long toSkip, long left) {
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

    boolean done() {
        return left == 0;
    }
}
