/** The check that a test leaves nothing open. */
@NullMarked
package io.github.rethinkemitter.support.leaks;

import org.jspecify.annotations.NullMarked;
