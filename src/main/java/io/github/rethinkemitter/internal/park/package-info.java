/**
 * Events on which observers failed, on their way into the table of parked events and back to the observer.
 *
 * <p>The dispatcher puts outcomes of attempts into the {@link io.github.rethinkemitter.internal.park.ParkQueue}; the thread of the
 * {@link io.github.rethinkemitter.internal.park.Parker} stores those that wait together, as often as it takes. Only then does the
 * observer's part of the event end. So there is no moment at which an event is neither going to be delivered again after a crash nor
 * stored for its observer. The same thread takes entries that are due, and gives them to the dispatcher.
 *
 * <p><b>Held entries.</b> An entry that this process attempts is <i>held</i>: the database names the process, and {@link
 * io.github.rethinkemitter.internal.park.HeldEntries} the entry. Whatever the database names beyond that is released: what an earlier
 * process has left, and what this one never heard of because an answer was lost.
 *
 * <p><b>Crashes.</b> A payload that ends the process leaves no failure to be counted. So what comes again after a crash goes to
 * observers one event at a time, and an entry is held for each observer before the call
 * ({@link io.github.rethinkemitter.internal.park.RedeliveryGuard}). It is forgotten when the event is handled. When the process ends
 * first, the next one finds the entry, counts it as an attempt, and parks the event when all attempts are used up. An event that is
 * delivered for the first time pays nothing for this.
 */
@NullMarked
package io.github.rethinkemitter.internal.park;

import org.jspecify.annotations.NullMarked;
