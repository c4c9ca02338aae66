/**
 * Turns arguments into the JSON that a document holds, and back, by JSON-B and without ever changing a value silently.
 *
 * <p><b>What needs {@code raw}.</b> RethinkDB's numbers are doubles, an object with the key {@code $reql_type$} has a meaning for
 * it, and of a key it stores only the part before U+0000. So an integer beyond 2^53, a decimal that a double does not hold or gives
 * back with another scale (19.90), or such a key makes the publisher store the exact text as well. {@code args} then holds the
 * rounded number, or {@code null} in place of the object. NaN, half a surrogate pair, arrays over 100,000 elements and events
 * over the configured size cannot be stored at all, and are refused.
 *
 * <p><b>Doubles</b> are written as the database writes them, so that they are not taken for decimals: the double 100 is
 * {@code 100}, and only a {@code BigDecimal} is {@code 100.0}. That takes a JSON-P generator of the library's own, which Yasson
 * accepts. The generator sees every name and value, so that only a text with something unusual is parsed to be checked. What
 * another provider writes is always parsed, and whole doubles take the room of {@code raw}. The database writes one in 2,000
 * doubles with more digits than it needs; readers shorten them again.
 *
 * <p><b>Reading.</b> JSON-B reads 3000000000 as the {@code int} -1294967296 and 5.5 as 5 below the top level, without a word. So
 * before a payload is read, its JSON is compared with the type, for any provider.
 */
@NullMarked
package io.github.rethinkemitter.internal.codec;

import org.jspecify.annotations.NullMarked;
