/**
 * Tests of applications with JUnit: an embedded server for the tests of a class, and ways to wait for what the application
 * does. Begin with {@link io.github.rethinkemitter.embedded.junit.RethinkEmitterExtension}.
 */
@NullMarked
package io.github.rethinkemitter.embedded.junit;

import org.jspecify.annotations.NullMarked;
