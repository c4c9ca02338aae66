/** The bytes of a connection: handshake, SCRAM-SHA-256 and frames. Knows nothing of queries or data. */
@NullMarked
package io.github.rethinkemitter.embedded.wire;

import org.jspecify.annotations.NullMarked;
