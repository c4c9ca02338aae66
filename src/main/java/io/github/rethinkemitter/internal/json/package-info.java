/** What the readers and writers of JSON share: the parsers' factory and limits, and quoted strings. */
@NullMarked
package io.github.rethinkemitter.internal.json;

import org.jspecify.annotations.NullMarked;
