/**
 * What an application imports: inject an {@link io.github.rethinkemitter.Emitter}, trigger events, and observe them with
 * {@link io.github.rethinkemitter.RethinkTopic} in any server that shares the RethinkDB table.
 *
 * <pre>{@code
 * @Inject Emitter emitter;
 * emitter.trigger("order.placed", new Order(7));
 *
 * void placed(@Observes @RethinkTopic("order.placed") Order order) { … }
 * }</pre>
 *
 * @serial exclude
 */
@NullMarked
package io.github.rethinkemitter;

import org.jspecify.annotations.NullMarked;
