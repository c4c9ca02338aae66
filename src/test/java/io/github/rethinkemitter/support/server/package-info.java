/** Servers for tests, embedded and real, and the tests that run on each of them. */
@NullMarked
package io.github.rethinkemitter.support.server;

import org.jspecify.annotations.NullMarked;
