/**
 * The stored events of a channel, to be read and to be given to an observer once more.
 *
 * <p><b>Replay.</b> A thread of its own reads the events of a {@link io.github.rethinkemitter.internal.timeline.RunningReplay}, and
 * gives each to the dispatcher for one observer. So few are under way at a time that they neither count against the bounds of what
 * the feed brings nor keep the observer's new events for long. When the last one is done, the thread tells so and ends; no thread
 * waits for a replay to begin. A stop of the application cancels all replays before the observers finish what they have.
 */
@NullMarked
package io.github.rethinkemitter.internal.timeline;

import org.jspecify.annotations.NullMarked;
