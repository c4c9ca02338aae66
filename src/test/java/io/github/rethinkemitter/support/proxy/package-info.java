/** A network between clients and a server, which fails on request. */
@NullMarked
package io.github.rethinkemitter.support.proxy;

import org.jspecify.annotations.NullMarked;
