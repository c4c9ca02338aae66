/**
 * What the driver logs with in the packaged jar, where it finds these two types under the names of slf4j's, changed like
 * those of everything else that the jar brings. Nothing in the sources refers to them.
 */
@NullMarked
package io.github.rethinkemitter.internal.driverlog;

import org.jspecify.annotations.NullMarked;
