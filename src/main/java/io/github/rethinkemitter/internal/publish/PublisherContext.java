package io.github.rethinkemitter.internal.publish;

import io.github.rethinkemitter.internal.flow.ThreadStarter;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What a publisher is given by its surroundings.
 *
 * @param src the publisher instance, unique in the table
 * @param ids makes primary keys
 * @param persist whether events stay; if not, they are deleted after a while
 * @param threads for the few threads on which stages complete
 * @param executor runs one deletion now and then, which takes as long as a query
 * @param clock tells how far a position is behind, roughly
 * @param nanoTime runs on like {@code System.nanoTime()}
 */
public record PublisherContext(
        String src,
        Supplier<String> ids,
        boolean persist,
        ThreadStarter threads,
        Executor executor,
        InstantSource clock,
        LongSupplier nanoTime) {}
