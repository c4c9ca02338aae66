package io.github.rethinkemitter.internal.flow;

/**
 * Marks the exceptions of {@link EventStore} that say: no host could be connected to,
 * or none accepted the login. Any other exception of these means that a host was reached, and that the table cannot be made
 * ready for use.
 */
public interface Unreachable {}
