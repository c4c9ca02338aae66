/** A RethinkDB client that uses neither the library nor the driver, and ReQL written as text. */
@NullMarked
package io.github.rethinkemitter.support.client;

import org.jspecify.annotations.NullMarked;
