package io.github.rethinkemitter.internal.dispatch;

import java.time.Instant;

/**
 * What was told of a call that does not return or begin.
 *
 * @param since by this server's clock
 * @param sinceNanos the same, to measure by
 * @param thread the name of the thread it is on; empty when it waits for one
 */
record StuckCall(ObserverTask work, Instant since, long sinceNanos, String thread) {}
