/**
 * Follows the channel's table: feed, catch-up, order per publisher, position. Everything that outlives a feed is kept in
 * memory here, so that a feed which is opened again loses nothing and repeats nothing.
 */
@NullMarked
package io.github.rethinkemitter.internal.subscribe;

import org.jspecify.annotations.NullMarked;
