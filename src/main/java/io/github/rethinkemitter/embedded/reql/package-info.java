/** The query language: reads a query, evaluates its terms on the data, and feeds changes on. */
@NullMarked
package io.github.rethinkemitter.embedded.reql;

import org.jspecify.annotations.NullMarked;
