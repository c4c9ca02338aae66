package io.github.rethinkemitter.embedded.reql;

import io.github.rethinkemitter.embedded.data.Datum;
import java.util.function.Consumer;

/** Lets so many elements pass; a changefeed that has one ends when they have. */
final class FirstOf implements Stage {
    private long left;

    FirstOf(long left) {
        this.left = left;
    }

    @Override
    public void accept(Datum element, Consumer<Datum> next) {
        if (left > 0) {
            left--;
            next.accept(element);
        }
    }

    boolean done() {
        return left == 0;
    }
}
