package io.github.rethinkemitter.internal.publish;

import io.github.rethinkemitter.internal.flow.InsertResult;

/** The answer to an insert, or that there is none. */
record InsertCompletion(PendingInsert insert, InsertResult result) {}
