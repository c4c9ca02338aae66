/**
 * A small RethinkDB in memory, for development and tests. It speaks the real wire protocol, so every driver can connect,
 * and tests can make it misbehave. Start one with {@link io.github.rethinkemitter.embedded.EmbeddedRethinkDb}.
 */
@NullMarked
package io.github.rethinkemitter.embedded;

import org.jspecify.annotations.NullMarked;
