/** Tests of values, keys and their order. */
@NullMarked
package io.github.rethinkemitter.embedded.data;

import org.jspecify.annotations.NullMarked;
