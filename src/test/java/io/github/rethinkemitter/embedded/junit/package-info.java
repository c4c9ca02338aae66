/** Tests of the JUnit extension, which use it as applications do. */
@NullMarked
package io.github.rethinkemitter.embedded.junit;

import org.jspecify.annotations.NullMarked;
