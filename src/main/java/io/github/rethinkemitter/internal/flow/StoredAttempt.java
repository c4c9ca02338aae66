package io.github.rethinkemitter.internal.flow;

import io.github.rethinkemitter.ParkedReason;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An event that is stored for an observer, and is to be given to it now.
 *
 * @param id of the entry, which this process holds
 * @param observer the observer's name
 * @param attempt which one this is, counted from 1
 * @param reason {@link ParkedReason#CRASH} when a process has ended during the last attempt
 * @param redrivenBy who redrove it; null when it comes by itself
 */
public record StoredAttempt(
        String id,
        String observer,
        StoredEvent event,
        int attempt,
        ParkedReason reason,
        @Nullable String redrivenBy) implements SingleDelivery {

    @Override
    public Delivery delivery() {
        return new Delivery(event, true, false, redrivenBy != null, Set.of());
    }
}
