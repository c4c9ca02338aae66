/**
 * What tests stand on: servers that misbehave on request, a raw client that looks into a table from outside, child
 * processes, and the check that a test leaves nothing behind.
 */
@NullMarked
package io.github.rethinkemitter.support;

import org.jspecify.annotations.NullMarked;
