/** Delays between attempts, counters, and reading what failed elsewhere, the same in every stage. Uses the JDK only. */
@NullMarked
package io.github.rethinkemitter.internal.concurrent;

import org.jspecify.annotations.NullMarked;
