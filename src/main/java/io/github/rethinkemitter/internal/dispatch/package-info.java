/**
 * From an event in its turn to the observers that want it: one thread per channel calls the synchronous ones, an executor
 * the asynchronous ones. One that fails is reported and harms no other.
 */
@NullMarked
package io.github.rethinkemitter.internal.dispatch;

import org.jspecify.annotations.NullMarked;
