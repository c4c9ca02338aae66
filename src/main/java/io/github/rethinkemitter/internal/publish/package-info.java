/**
 * From {@code trigger} to the table: encodes events, queues a limited number, sends them in batches without delay, and sends
 * again whatever has no certain outcome.
 */
@NullMarked
package io.github.rethinkemitter.internal.publish;

import org.jspecify.annotations.NullMarked;
