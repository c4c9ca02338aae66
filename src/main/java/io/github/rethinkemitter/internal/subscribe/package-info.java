/**
 * Follows the channel's table: feed, catch-up, order per publisher, position. State that outlives a feed is kept in memory
 * here, so that a feed which is opened again loses no event and repeats none.
 */
@NullMarked
package io.github.rethinkemitter.internal.subscribe;

import org.jspecify.annotations.NullMarked;
