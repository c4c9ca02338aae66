/**
 * Joins the stages of each channel, starts them, keeps them connected and stops them. Does not depend on a container.
 */
@NullMarked
package io.github.rethinkemitter.internal.runtime;

import org.jspecify.annotations.NullMarked;
