package io.github.rethinkemitter.internal.flow;

import io.github.rethinkemitter.ParkedState;
import io.github.rethinkemitter.internal.flow.PositionStore.Subscription;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The events that observers failed on, stored beside the others: each once for each owner and observer. An owner is a subscriber
 * with a lasting name; its process <i>holds</i> an entry while that is {@link ParkedState#REDRIVING} and carries the process's name.
 * Every method waits for the database, and is bounded by a deadline. After an {@link IOException} the change may have been made or not;
 * each call may be repeated.
 */
public interface ParkedStore {

    /**
     * Stores what became of attempts. An entry that is there already is left as it is, unless this process holds it: then it gets the
     * new state, reason, attempts, time, cause and group, and is held no longer (except where the new state is
     * {@link ParkedState#REDRIVING}). When this returns, the entries are on the server's disk.
     */
    void park(Subscription owner, List<ParkedWrite> outcomes) throws IOException;

    /**
     * Makes this process hold entries for calls that are about to be made, writing those that are not there. One that is there already
     * is left as it is. Without waiting for the disk.
     *
     * @return the ids of those that this process does not hold, since they were there
     */
    Set<String> hold(Subscription owner, List<ParkedWrite> calls) throws IOException;

    /** Deletes entries that this process holds. Without waiting for the disk. */
    void forget(Subscription owner, Set<String> ids) throws IOException;

    /**
     * Takes waiting entries that are due, the longest due first, to be held by this process: each counts one attempt more. Takes none
     * when another process has taken over the position of the owner.
     *
     * @return the entries as they are now
     */
    List<ParkedEntry> takeDue(Subscription owner, int atMost) throws IOException;

    /**
     * Lets entries of the owner wait again, due at once, that are held by nobody that will ever call the observer: by another process,
     * whose attempt counts and which is taken to have crashed ({@link io.github.rethinkemitter.ParkedReason#CRASH}), or by this one although it does not know them, because an answer was lost; then no attempt counts. Does
     * nothing when another process has taken over the position of the owner.
     *
     * @param known the ids of the entries that this process knows that it holds
     */
    void release(Subscription owner, Set<String> known) throws IOException;

    /**
     * Names entries of the owner that were changed since its position: all those about events that come again after a restart are among
     * them, unless there are more.
     */
    Set<String> changedSincePosition(Subscription owner, int atMost) throws IOException;

    /** The groups of the owner that have entries which are not done. */
    List<ParkedGroup> groups(Subscription owner) throws IOException;

    /**
     * Lets the first entry of a group, in the order of events, wait, due at once, if it is {@link ParkedState#HELD}.
     *
     * @param by who redrove the one before it; null for nobody
     * @return whether the group has entries
     */
    boolean advance(Subscription owner, String group, @Nullable String by) throws IOException;

    /** The groups of entries that were discarded since this was last called. */
    Set<String> takeDiscarded(Subscription owner) throws IOException;

    /**
     * Entries of all owners, those whose state was changed first to last, by state.
     *
     * @param after the last of the entries that were read before; null to begin
     */
    List<ParkedEntry> find(ParkedFilter filter, @Nullable ParkedEntry after, int atMost) throws IOException;

    long count(ParkedFilter filter) throws IOException;

    Optional<ParkedEntry> get(String id) throws IOException;

    /**
     * Lets parked entries wait for an attempt, with no attempt counted; others are left as they are. Held ones follow by themselves.
     *
     * @param dueIn when each may be made, by the ids of the entries
     * @param by who wants it
     * @return how many there were
     */
    int redrive(Map<String, Duration> dueIn, String by) throws IOException;

    /**
     * Takes waiting, parked and held entries for discarded; others are left as they are.
     *
     * @param by who wants it
     * @param note why
     * @return how many there were
     */
    int discard(Set<String> ids, String by, String note) throws IOException;

    /**
     * Deletes handled and discarded entries, of all owners, whose state was changed so long ago.
     *
     * @return how many were deleted; there may be more when it is {@code atMost}
     */
    int forgetDone(Duration keep, int atMost) throws IOException;
}
