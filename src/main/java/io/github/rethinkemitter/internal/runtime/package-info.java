/** Joins the stages of each channel and gives them a life: start, loss, return, orderly stop. Knows no container. */
@NullMarked
package io.github.rethinkemitter.internal.runtime;

import org.jspecify.annotations.NullMarked;
