package io.github.rethinkemitter.internal.dispatch;

import java.time.Instant;

/**
 * A call that was reported because it does not return, or because the executor does not begin it.
 *
 * @param since when it began to run or to wait, by this server's clock
 * @param sinceNanos the same, to measure a duration by
 * @param thread the name of the thread that is in the observer; empty when the call waits for a thread
 */
record StuckCall(ObserverTask task, Instant since, long sinceNanos, String thread) {}
