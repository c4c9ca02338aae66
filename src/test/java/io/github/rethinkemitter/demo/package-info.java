/** Two servers that exchange events, lose their connection and get it back: {@code ./mvnw -q -Pdemo}. */
@NullMarked
package io.github.rethinkemitter.demo;

import org.jspecify.annotations.NullMarked;
