/** What this library asks RethinkDB, as ReQL, and how it reads the answers. */
@NullMarked
package io.github.rethinkemitter.internal.rethink.query;

import org.jspecify.annotations.NullMarked;
