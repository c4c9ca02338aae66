/**
 * The stored events of a channel, to be read and to be given to an observer once more.
 *
 * <p><b>Reading.</b> {@code EventReading} is what is read, with a connection of its own for each use: it asks {@code DocumentPages} for
 * documents, and keeps the events that {@code EventFilter} chooses. {@code ReplacedConnection} asks the database, by another connection
 * when one was lost.
 *
 * <p><b>Replay.</b> A thread of its own reads the events of a {@link io.github.rethinkemitter.internal.timeline.RunningReplay}, and
 * gives each to the dispatcher for one observer. So few are under way at a time that they neither count against the bounds of what
 * the feed brings nor keep the observer's new events for long. When the last one is done, the thread tells so and ends; no thread
 * waits for a replay to begin. A stop of the application cancels all replays before the observers finish what they have.
 */
@NullMarked
package io.github.rethinkemitter.internal.timeline;

import org.jspecify.annotations.NullMarked;
