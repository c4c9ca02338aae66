@NullMarked
package io.github.rethinkemitter.page;

import org.jspecify.annotations.NullMarked;
