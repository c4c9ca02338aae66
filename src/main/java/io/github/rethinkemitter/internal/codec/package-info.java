/** Turns arguments into the JSON that a document holds, and back, by JSON-B and without ever changing a value silently. */
@NullMarked
package io.github.rethinkemitter.internal.codec;

import org.jspecify.annotations.NullMarked;
