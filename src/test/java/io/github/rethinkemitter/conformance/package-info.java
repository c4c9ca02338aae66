/**
 * Sends the same raw queries to the embedded server and to a real one, and compares their replies, so that the two cannot
 * come to differ. The unmodified drivers for Java and Node must work with the embedded server, too.
 */
@NullMarked
package io.github.rethinkemitter.conformance;

import org.jspecify.annotations.NullMarked;
