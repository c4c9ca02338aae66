/** RethinkDB behind the ports {@code EventStore}, {@code Session} and {@code TableReader}, and the ids that keep a publisher's order. */
@NullMarked
package io.github.rethinkemitter.internal.rethink;

import org.jspecify.annotations.NullMarked;
