package io.github.rethinkemitter.internal.timeline;

import io.github.rethinkemitter.internal.concurrent.ExponentialBackoff;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What all uses of a timeline share.
 *
 * @param timeout how long to go on without success
 * @param backoff how long to wait between attempts, for one connection each
 */
public record TimelineContext(
        TimelineConnections connections,
        TimelineFailures failures,
        Duration timeout,
        Supplier<ExponentialBackoff> backoff,
        LongSupplier nanoTime) {}
