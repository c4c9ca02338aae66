/** Connections to RethinkDB: sockets, login, frames, queries and their deadlines. The only package that knows the driver. */
@NullMarked
package io.github.rethinkemitter.internal.rethink.wire;

import org.jspecify.annotations.NullMarked;
