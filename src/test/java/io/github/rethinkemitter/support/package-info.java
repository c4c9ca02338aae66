/**
 * Support for tests: servers and a network that fail on request, a client that reads a table without the library, child
 * processes, and the check that a test leaves no thread and no connection open.
 */
@NullMarked
package io.github.rethinkemitter.support;

import org.jspecify.annotations.NullMarked;
