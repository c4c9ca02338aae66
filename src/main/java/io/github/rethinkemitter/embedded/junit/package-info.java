/**
 * An extension for JUnit that runs the tests of an application on an embedded server, and waits for what the application does.
 * Begin with {@link io.github.rethinkemitter.embedded.junit.RethinkEmitterExtension}.
 */
@NullMarked
package io.github.rethinkemitter.embedded.junit;

import org.jspecify.annotations.NullMarked;
