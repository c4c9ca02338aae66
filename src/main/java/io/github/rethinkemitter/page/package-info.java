/**
 * A page that shows in a browser what a server's channels do, in a jar of its own. It is made of the public API only, and of the reader
 * of the configuration.
 *
 * <p>{@link io.github.rethinkemitter.page.PageHandler} answers requests; {@code PageServlet} and {@code LoopbackPort} are the two ways
 * in, and decide who may see the page. A browser asks for the state of the channels every second, and for stored events while it is looked
 * at. Nothing is kept between requests, and no request lasts: a viewer that is slow or has gone holds up nobody, and an application is
 * undeployed while it is watched.
 */
@NullMarked
package io.github.rethinkemitter.page;

import org.jspecify.annotations.NullMarked;
