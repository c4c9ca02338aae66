package io.github.rethinkemitter.internal.publish;

import io.github.rethinkemitter.internal.flow.Telemetry;
import io.github.rethinkemitter.internal.flow.ThreadStarter;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the runtime gives to a publisher.
 *
 * @param src the publisher instance, unique in the table
 * @param ids makes primary keys
 * @param persist whether events stay in the table; if not, the publisher deletes them after a while
 * @param threads starts the few threads that complete stages
 * @param executor runs a deletion now and then, which takes as long as a query
 * @param clock says, for a message, how old a position is
 * @param nanoTime a clock like {@code System.nanoTime()}
 * @param telemetry null when the application has none
 */
public record PublisherContext(
        String src,
        Supplier<String> ids,
        boolean persist,
        ThreadStarter threads,
        Executor executor,
        InstantSource clock,
        LongSupplier nanoTime,
        @Nullable Telemetry telemetry) {}
