/**
 * Reads stored events in the order of the timeline, with a connection of its own for each use.
 *
 * <p>{@code EventReading} is what is read: it asks {@code DocumentPages} for documents, and keeps the events that {@code EventFilter}
 * chooses. {@code ReplacedConnection} asks the database, by another connection when one was lost.
 */
@NullMarked
package io.github.rethinkemitter.internal.timeline;

import org.jspecify.annotations.NullMarked;
