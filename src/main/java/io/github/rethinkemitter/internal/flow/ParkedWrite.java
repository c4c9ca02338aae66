package io.github.rethinkemitter.internal.flow;

import io.github.rethinkemitter.ParkedReason;
import io.github.rethinkemitter.ParkedState;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What is to be stored about an event and an observer that was called with it, or is about to be.
 *
 * @param id the primary key, the same whenever the same observer of the same owner meets the same event
 * @param observer the observer's name
 * @param attempts how often it was called with the event, a call that is about to be made included
 * @param dueIn from now by the database's clock; null for a state that is never due
 * @param cause what the last attempt ended with; null when no attempt has ended by an exception
 * @param group entries of one group go to their observer in the order of their events; null for an entry by itself
 */
public record ParkedWrite(
        String id,
        String observer,
        StoredEvent event,
        ParkedState state,
        ParkedReason reason,
        int attempts,
        @Nullable Duration dueIn,
        @Nullable FailureCause cause,
        @Nullable String group) {}
