package io.github.rethinkemitter.embedded.reql;

import java.util.function.BooleanSupplier;

/**
 * The client that sent a query.
 *
 * @param user the user's name
 * @param gone whether the client no longer waits for the result
 */
public record Client(String user, BooleanSupplier gone) {}
