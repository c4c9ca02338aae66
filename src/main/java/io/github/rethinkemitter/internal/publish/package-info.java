/**
 * From {@code trigger} to the table: queues events within bounds, sends them in batches without delay, and repeats what has
 * no certain outcome until it has one.
 *
 * <p><b>One large insert at a time.</b> Several large inserts at a time would make the database accept more events than it
 * passes to its changefeeds. Each document on its way to a feed occupies a coroutine of the server, with a stack that is
 * protected and unprotected at every switch. So the further behind the feeds are, the slower everything becomes, until the
 * server ends because it may have no more memory maps ({@code vm.max_map_count}). One large insert at a time leaves the feeds
 * the time in which the publisher sends the next. Events that are packed into one document are one document here, so
 * {@code publish.in-flight} packs go beside each other.
 *
 * <p><b>What may be stored is never numbered twice.</b> Only an error that precedes the writing (a missing right, an error of
 * logic) proves that nothing was stored. After any other error the same ids are sent once more. If that fails as well, the
 * number is never given to another event, and the document that fills its place has the event's id, so that only one of the
 * two can be stored. While an insert is under way, others go only for as many events as may be under way at once, because
 * receivers hold whatever is newer until it has come. The events of a pack that was refused are sent with other ids, but each
 * keeps its number: a receiver that finds both takes the second for a duplicate.
 *
 * <p><b>Stages.</b> One thread, the <i>leader</i>, completes one stage after another. When it has been in one callback for
 * 100 ms while others wait, a <i>standby</i> takes the queue over, and the leader ends when the callback returns. Up to 64
 * threads may be left behind in callbacks. These would not be enough for callbacks that wait for an event which they
 * trigger, if the stage of that event stood behind others whose callbacks wait as well; so events that are triggered in
 * callbacks have a queue and threads of their own. While very many outcomes wait to be told, the publisher sends nothing
 * new. A {@code flush} waits for stages, not for their callbacks.
 *
 * <p><b>Late commits.</b> The guard against them needs at least a second, however short the resume overlap is, because a
 * busy disk or network takes as much now and then, and nearly every event would be written twice. With an overlap below two
 * seconds there is no guard. The other half of the overlap is for clocks of database servers that differ: an acknowledged
 * time that is older than an earlier one by more than that shows that a clock was set back, and is reported. Node's publishers
 * do not do this, and Node's subscribers take the update for a second event.
 */
@NullMarked
package io.github.rethinkemitter.internal.publish;

import org.jspecify.annotations.NullMarked;
