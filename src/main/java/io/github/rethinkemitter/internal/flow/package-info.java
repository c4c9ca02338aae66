/**
 * What the stages of a channel hand to each other, and the interfaces through which they reach each other. Only records,
 * interfaces and enums, so that a stage depends on these and not on another stage.
 */
@NullMarked
package io.github.rethinkemitter.internal.flow;

import org.jspecify.annotations.NullMarked;
