/**
 * The edge to the container: two extensions, one for each kind of container, fill the same {@code Catalogue} of observers
 * and emitters; {@code EmitterHost} lives through the application's start and stop with it.
 */
@NullMarked
package io.github.rethinkemitter.internal.cdi;

import org.jspecify.annotations.NullMarked;
