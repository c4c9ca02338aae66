package io.github.rethinkemitter.embedded.reql;

import java.util.function.BooleanSupplier;

/**
 * Whose query it is.
 *
 * @param user the name of the user
 * @param gone whether nobody waits for the result any longer
 */
public record Client(String user, BooleanSupplier gone) {}
