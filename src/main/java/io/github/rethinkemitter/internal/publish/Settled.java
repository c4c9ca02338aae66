package io.github.rethinkemitter.internal.publish;

import java.util.HashSet;
import java.util.Set;

/** Which ordinals are settled. They come nearly in order, which costs a comparison each. */
final class Settled {

    // All up to this one are settled, and the next is not.
    private long upTo;
    private final Set<Long> beyond = new HashSet<>();

    void add(long ordinal) {
        if (ordinal != upTo + 1) {
            beyond.add(ordinal);
            return;
        }
        upTo++;
        while (!beyond.isEmpty() && beyond.remove(upTo + 1)) {
            upTo++;
        }
    }

    long upTo() {
        return upTo;
    }
}
