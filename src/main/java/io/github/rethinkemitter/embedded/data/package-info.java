/** The embedded server's data: values, keys, tables, indexes, users. Knows nothing of the query language. */
@NullMarked
package io.github.rethinkemitter.embedded.data;

import org.jspecify.annotations.NullMarked;
