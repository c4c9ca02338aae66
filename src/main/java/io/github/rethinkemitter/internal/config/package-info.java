/** Validated settings records, and the reader that makes them from names and values, reporting all problems at once. */
@NullMarked
package io.github.rethinkemitter.internal.config;

import org.jspecify.annotations.NullMarked;
