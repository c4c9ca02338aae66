/**
 * Connections to RethinkDB: sockets, login, frames, queries and their deadlines. The only package that knows the driver, of
 * which it uses the login.
 *
 * <p>The published driver cannot do TLS, has calls that block for ever, and its cursor can stall on a busy feed. Two of its
 * seams let this package replace what is wrong: an own socket and an own reader of answers. A connection on which many threads ask
 * has a reader thread and a writer thread. A connection on which one thread follows a feed is read by that thread alone: what
 * it asks besides (look-ups, slices, its own proof, a ping) is answered by frames among the others, and each frame goes where
 * it belongs, whatever the thread waits for.
 *
 * <p>The calling thread writes a query itself as long as the bytes that the server may not have taken have room in the socket's
 * buffer, so that the write cannot block; otherwise the writer thread does. The JVM's look-up of names knows no deadline, so a
 * thread of its own does it, one for each name. A server that asks for more than a million rounds of hashing the password is
 * left before they are computed. A text with a lone second half of a surrogate pair is stored by the database, sent as no UTF-8,
 * and refused by parsers; such bytes are replaced before an answer is parsed.
 */
@NullMarked
package io.github.rethinkemitter.internal.rethink.wire;

import org.jspecify.annotations.NullMarked;
