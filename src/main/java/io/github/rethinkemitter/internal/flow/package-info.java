/**
 * The nouns that travel between the stages, and the ports through which a stage is reached: records, interfaces and enums
 * only, so that the stages know these and not each other.
 */
@NullMarked
package io.github.rethinkemitter.internal.flow;

import org.jspecify.annotations.NullMarked;
