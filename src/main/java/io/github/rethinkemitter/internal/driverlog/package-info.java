/**
 * The logging of the driver in the packaged jar. The packaging gives these two types the place of slf4j's, and changes their
 * names like those of all other classes that the jar contains. Nothing in the sources refers to them.
 */
@NullMarked
package io.github.rethinkemitter.internal.driverlog;

import org.jspecify.annotations.NullMarked;
