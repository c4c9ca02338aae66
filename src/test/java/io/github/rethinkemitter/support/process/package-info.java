/** Processes that tests start: commands, JVMs and Node. */
@NullMarked
package io.github.rethinkemitter.support.process;

import org.jspecify.annotations.NullMarked;
