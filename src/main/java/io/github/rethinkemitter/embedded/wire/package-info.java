/** The bytes on the line: handshake, SCRAM-SHA-256 and frames. Knows nothing of queries or data. */
@NullMarked
package io.github.rethinkemitter.embedded.wire;

import org.jspecify.annotations.NullMarked;
