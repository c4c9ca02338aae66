/** Tests of the embedded server: what its drivers see, and what its faults do. */
@NullMarked
package io.github.rethinkemitter.embedded;

import org.jspecify.annotations.NullMarked;
