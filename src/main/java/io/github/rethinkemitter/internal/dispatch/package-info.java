/**
 * From an event in its turn to the observers that want it: one thread per channel calls the synchronous ones, an executor
 * the asynchronous ones. One that fails is reported and harms no other.
 *
 * <p><b>Next attempts.</b> An event on which an observer failed waits in {@link
 * io.github.rethinkemitter.internal.dispatch.WaitingAttempts}, with a new task for this observer alone. When that is due, the
 * dispatching thread opens it like an event with one observer, in turn with the events that are new; so an observer is called
 * by the same thread or lane as ever, and never twice at once. The part that the observer has in the event stays open all the
 * while, so that the event is not handled. A stop neither waits for such tasks nor ends their parts. An event that does not fail
 * pays nothing for this.
 *
 * <p><b>Stuck calls.</b> A thread of its own looks at all calls. One that has not returned within {@code observer.warn-after}
 * (or {@code observer.timeout}) is stuck, and so is one that the executor has not begun while it begins no others. The events
 * that wait in its lane, and the event of the call itself, no longer count in what may be in memory as soon as nobody else
 * works on them; they count in what that observer may hold, which is as much. Beyond that bound an event is left unhandled once
 * its other observers are done. A lane whose observer is merely slow is back-pressure.
 *
 * <p><b>Taking over.</b> Before the dispatching thread calls foreign code, an observer or the executor, it notes the time and
 * an odd step number. The thread that looks at the calls takes the dispatching away by changing that very number, and lets
 * another thread dispatch the events behind. The thread that returns from the call finds the number changed, calls the
 * observer with the events that gathered in its lane, and gives the lane back when it is empty. So an observer is never called
 * twice at once, and the order of its events stays.
 *
 * <p><b>Out of memory.</b> Nothing is allocated between the end of an observer's part and the end of its event, and a step of
 * the dispatching that throws is done again, at most three times. So no {@link java.lang.OutOfMemoryError} leaves an event half
 * done.
 */
@NullMarked
package io.github.rethinkemitter.internal.dispatch;

import org.jspecify.annotations.NullMarked;
