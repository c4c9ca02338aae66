/** Embedded and real database servers for tests, and the annotation that runs a test class on both. */
@NullMarked
package io.github.rethinkemitter.support.server;

import org.jspecify.annotations.NullMarked;
