/**
 * The same raw queries to the embedded server and to a real one, and their replies compared, so that the embedded
 * server cannot drift. The unmodified drivers have to get along with it too.
 */
@NullMarked
package io.github.rethinkemitter.conformance;

import org.jspecify.annotations.NullMarked;
