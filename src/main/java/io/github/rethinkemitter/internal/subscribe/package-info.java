/**
 * Follows the channel's table: feed, catch-up, order per publisher, position. Everything that outlives a feed is kept here,
 * so that a feed which is opened again loses nothing and repeats nothing.
 *
 * <p><b>Publishers that are met in the middle of their sequence.</b> Their earlier events are looked up at once. What is not
 * in the table is older than the subscription, unless it was still under way when the table was asked. The number
 * {@code settled} of the publisher's documents tells which: what is not settled is waited for like any hole, but passed without
 * a report. A document that is not the first of its insert does not tell it; the subscriber then waits a tenth of
 * {@code order-wait} for the one that does.
 *
 * <p><b>How long a hole is waited for.</b> When several inserts were under way and the connection was cut, a later one may be
 * in the table and an earlier one not. The publisher repeats it, but only when it is connected again, which may be long after
 * its receivers are. As long as no document says that the publisher has an outcome for the missing numbers, the subscriber
 * waits for {@code repeat-wait}, even when the buffer is full: there is little behind such a hole, because a publisher sends
 * nothing newer while it repeats. Once a document says so, what is not in the table will never be there, and
 * {@code order-wait} is enough. A publisher that died in the middle says nothing any more; the few events behind its hole come
 * when {@code repeat-wait} is over.
 *
 * <p><b>A repeated event has the time of its repetition,</b> unlike its neighbours. Two things follow. A hole behind an event
 * of a publisher that was met in the middle may be older than the subscription, and is then passed without a report. And a
 * subscriber that crashed after it handled something later than such an event, but not the event itself, observes it behind
 * its successors after the restart: a position tells what was handled, not what was under way.
 *
 * <p><b>Stored events come in no order.</b> Until a range is read to its end, the position does not move past it, and nothing
 * that is read again is forgotten. Marks are kept for an hour after a publisher's last event, so that one whose insert is
 * repeated is still known.
 */
@NullMarked
package io.github.rethinkemitter.internal.subscribe;

import org.jspecify.annotations.NullMarked;
