/** Tests of the embedded server: what drivers get from it, and what its faults do. */
@NullMarked
package io.github.rethinkemitter.embedded;

import org.jspecify.annotations.NullMarked;
