/** Tests of the sessions on RethinkDB: without a server what reads and writes JSON, with one all the rest. */
@NullMarked
package io.github.rethinkemitter.internal.rethink;

import org.jspecify.annotations.NullMarked;
