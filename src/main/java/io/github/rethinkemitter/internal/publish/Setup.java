package io.github.rethinkemitter.internal.publish;

import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What a publisher is given by its surroundings.
 *
 * @param src the publisher instance, unique in the table
 * @param ids makes primary keys
 * @param persist whether events stay; if not, they are deleted after a while
 * @param executor runs one deletion now and then, which takes as long as a query
 * @param nanoTime runs on like {@code System.nanoTime()}
 */
public record Setup(String src, Supplier<String> ids, boolean persist, Executor executor, LongSupplier nanoTime) {}
