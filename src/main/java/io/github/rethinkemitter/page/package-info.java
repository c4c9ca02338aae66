/**
 * A page that shows in a browser what a server's channels do, in a jar of its own. It is made of the public API only, and of the reader
 * of the configuration.
 *
 * <p>{@link io.github.rethinkemitter.page.PageHandler} answers requests; {@code PageServlet} and {@code LoopbackPort} are the two ways
 * in, and decide who may see the page. A viewer costs one thread of the server while the page is open, and two short queries a second at
 * most. Nothing is kept between requests, so a viewer that is slow or has gone holds up nobody.
 */
@NullMarked
package io.github.rethinkemitter.page;

import org.jspecify.annotations.NullMarked;
