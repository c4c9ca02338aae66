package io.github.rethinkemitter.internal.flow;

import io.github.rethinkemitter.ParkedReason;
import io.github.rethinkemitter.ParkedState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event that is stored for an observer, as the table has it.
 *
 * @param id the primary key
 * @param owner the subscriber whose server calls the observer
 * @param event a whole copy
 * @param attempts how often the observer was called with it since it was stored or last redriven
 * @param first when it was stored
 * @param last when its state was changed last, other than by a server that begins an attempt
 * @param due when the observer may be called with it; null for a state that is never due
 * @param cause what the last attempt ended with; null when no attempt has ended by an exception
 * @param by who redrove or discarded it last; null for nobody
 * @param note why it was discarded; null when it was not
 */
public record ParkedEntry(
        String id,
        String owner,
        String observer,
        StoredEvent event,
        ParkedState state,
        ParkedReason reason,
        int attempts,
        Instant first,
        Instant last,
        @Nullable Instant due,
        @Nullable FailureCause cause,
        @Nullable String by,
        @Nullable String note) {}
