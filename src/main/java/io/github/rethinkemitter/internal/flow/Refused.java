package io.github.rethinkemitter.internal.flow;

/** Marks the exceptions that say: the database refuses the query, and will do so until somebody changes something. */
public interface Refused {}
