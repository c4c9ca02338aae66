/** The check that a test leaves no thread, connection or changefeed open. */
@NullMarked
package io.github.rethinkemitter.support.leaks;

import org.jspecify.annotations.NullMarked;
