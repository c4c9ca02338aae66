/** Two servers that exchange events and lose their link in between: {@code ./mvnw -q -Pdemo}. */
@NullMarked
package io.github.rethinkemitter.demo;

import org.jspecify.annotations.NullMarked;
