/** The code of the README, word by word, so that it is compiled; {@code ReadmeTest} compares. */
@NullMarked
package io.github.rethinkemitter.documentation.shop;

import org.jspecify.annotations.NullMarked;
