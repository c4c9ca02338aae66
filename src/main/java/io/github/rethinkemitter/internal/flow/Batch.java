package io.github.rethinkemitter.internal.flow;

import java.util.List;

/** Drafts of one publisher that go as one insert, in the order of their {@code seq}. */
public record Batch(List<OutgoingEvent> drafts) {

    public Batch {
        drafts = List.copyOf(drafts);
        if (drafts.isEmpty()) {
            throw new IllegalArgumentException("a batch has at least one draft");
        }
    }
}
