/**
 * Brings events to the observers that want them: the dispatching thread of a channel calls the synchronous observers,
 * an executor calls the asynchronous ones. An observer that fails or hangs is reported, and does not affect the others.
 */
@NullMarked
package io.github.rethinkemitter.internal.dispatch;

import org.jspecify.annotations.NullMarked;
