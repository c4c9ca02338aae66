/** The extension is tested as applications use it. */
@NullMarked
package io.github.rethinkemitter.embedded.junit;

import org.jspecify.annotations.NullMarked;
