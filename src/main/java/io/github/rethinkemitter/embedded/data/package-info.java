/** Values, keys, tables, indexes, users and what watches them: everything a database knows without a query language. */
@NullMarked
package io.github.rethinkemitter.embedded.data;

import org.jspecify.annotations.NullMarked;
