/** Processes that tests start. */
@NullMarked
package io.github.rethinkemitter.support.process;

import org.jspecify.annotations.NullMarked;
