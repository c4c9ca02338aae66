/**
 * From {@code trigger} to the table: encodes, queues within bounds, batches without delay, and repeats what has no certain
 * outcome until it has one.
 */
@NullMarked
package io.github.rethinkemitter.internal.publish;

import org.jspecify.annotations.NullMarked;
