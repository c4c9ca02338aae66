/** A raw client, which looks into a table from outside, and ReQL as text. */
@NullMarked
package io.github.rethinkemitter.support.client;

import org.jspecify.annotations.NullMarked;
