/**
 * A small RethinkDB in memory, for development and tests: it speaks the real wire protocol, so every driver can talk to
 * it, and it can be told to misbehave. Start one with {@link io.github.rethinkemitter.embedded.EmbeddedRethinkDb}.
 */
@NullMarked
package io.github.rethinkemitter.embedded;

import org.jspecify.annotations.NullMarked;
