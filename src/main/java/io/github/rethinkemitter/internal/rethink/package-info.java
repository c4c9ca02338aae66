/**
 * The database behind the ports: sessions, schema and ReQL. The only package that knows the driver, of which it uses the
 * login and the connection, over a socket and a pump of its own.
 */
@NullMarked
package io.github.rethinkemitter.internal.rethink;

import org.jspecify.annotations.NullMarked;
