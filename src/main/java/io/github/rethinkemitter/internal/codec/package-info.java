/**
 * Converts arguments into the JSON that a document holds, and back. JSON-B does the work; no value is ever changed
 * silently.
 */
@NullMarked
package io.github.rethinkemitter.internal.codec;

import org.jspecify.annotations.NullMarked;
