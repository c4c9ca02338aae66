/** A real browser for tests. */
@NullMarked
package io.github.rethinkemitter.support.browser;

import org.jspecify.annotations.NullMarked;
