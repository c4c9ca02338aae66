/** The query language ReQL: reads queries, evaluates their terms on the data, and runs changefeeds. */
@NullMarked
package io.github.rethinkemitter.embedded.reql;

import org.jspecify.annotations.NullMarked;
