/**
 * The edge to the container: two extensions, one for each kind of container, fill the same {@code Catalogue} of observers
 * and emitters; {@code EmitterHost} lives through the application's start and stop with it.
 *
 * <p>A transactional observer ({@code during = AFTER_SUCCESS} and the like) is called at once: no transaction is in
 * progress when an event arrives, and CDI then treats every phase as in progress.
 */
@NullMarked
package io.github.rethinkemitter.internal.cdi;

import org.jspecify.annotations.NullMarked;
