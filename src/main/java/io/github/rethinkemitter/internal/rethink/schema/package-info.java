/** The tables that a channel needs: their creation, their index, and what goes wrong with them. */
@NullMarked
package io.github.rethinkemitter.internal.rethink.schema;

import org.jspecify.annotations.NullMarked;
