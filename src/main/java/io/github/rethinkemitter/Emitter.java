package io.github.rethinkemitter;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Triggers events: each is stored in the channel's RethinkDB table and given to the observers of every server that follows it.
 *
 * <pre>{@code
 * @Inject Emitter emitter;
 *
 * emitter.trigger("beep", "boop");                          // any number of arguments, as in Node
 * emitter.trigger("order.placed", new Order(7))
 *        .thenAccept(receipt -> log.info("stored as " + receipt.id()));
 * }</pre>
 *
 * <p>{@code @Inject Emitter} is the default channel; {@code @Inject @RethinkChannel("audit") Emitter} is another one.
 *
 * <p><b>Thread safety:</b> safe for use by many threads. The events that one thread triggers are stored and observed in
 * the order of its calls.
 *
 * <p><b>Serialization:</b> an injected emitter may be a field of a bean that is passivated, such as a
 * {@code @SessionScoped} one. When the bean is read again, in this server or another one, its emitter is
 * that of the application there.
 */
public interface Emitter {

    /**
     * Triggers an event and returns without waiting for the database. Only when the queue is full, because the database is
     * slow or away, does it wait for room, up to {@code rethink.emitter.publish.block-timeout} (5 seconds by default), or not
     * at all with {@code rethink.emitter.publish.overflow=fail}. The arguments are written as JSON before this method returns:
     * changing an argument afterwards does not change the event.
     *
     * <p>A transaction of the caller has no part in it: the event is on its way at once, whatever becomes of the transaction, and
     * a rollback does not undo it. What must only be told after a commit is triggered after it, for instance by an observer
     * with {@code @Observes(during = AFTER_SUCCESS)} of an event of the application's own.
     *
     * <p>The stage completes with a {@link Receipt} when the database has the event at the configured durability
     * ({@code rethink.emitter.durability}, {@code hard} by default). While the database is away events wait in a queue
     * that is bounded by their number and their size. It completes exceptionally with
     * <ul>
     *   <li>{@link EventRefusedException} when the database refused the event,
     *   <li>{@link EventDroppedException} when the queue was full, {@link #kill()} emptied it or the application stopped
     *       first; its {@link EventDroppedException#outcomeUnknown()} tells whether the event may be stored all the same.
     * </ul>
     *
     * <p>The stage completes on a thread of this library that does nothing else, and stages complete one after another in
     * the order in which their events are stored or dropped; one that is dropped by this method is completed when it is
     * returned. A callback may trigger, {@link #flush}, or wait for the stages of other events
     * ({@code thenAccept(receipt -> emitter.trigger("b").toCompletableFuture().join())}). While it does not return it takes
     * a thread for itself: after a tenth of a second another one goes on with the stages behind it, and an
     * {@link EmitterError} tells so. Hand what is slow to an executor of your own ({@code thenAcceptAsync(…, executor)}).
     *
     * @param topic what the event is about: not empty, at most 255 characters, no control characters, no {@code *}, and
     *     none of {@code connect}, {@code disconnect}, {@code reconnect}, {@code error}
     * <p>Values arrive as they were: numbers with all their digits, decimals with their scale. A value whose content is not
     * in its properties, such as a stream, a future, a lambda, a proxy of a bean or a Jackson {@code JsonNode}, is refused;
     * JSON-B would write nothing that could be read back.
     *
     * <p>An array whose elements have a type is one payload: {@code trigger("names", stringArray)} has one argument, which
     * an observer of {@code String[]} gets; {@code (Object) stringArray} says the same, without a warning of the compiler.
     * Only an {@code Object[]} is taken for the list of arguments itself.
     *
     * @param args the payload: any number of values that JSON-B can write, {@code null} among them. Observers of a plain
     *     payload get the first one
     * @return the stage of this event
     * @throws IllegalArgumentException when the topic is not allowed; nothing was queued
     * @throws UnstorablePayloadException when an argument cannot be stored exactly; nothing was queued
     */
    CompletionStage<Receipt> trigger(String topic, @Nullable Object... args);

    /**
     * The same emitter, adding headers to each event that is triggered through the returned one. Observers read them with
     * {@link RethinkEvent#headers()}; Node peers ignore them.
     *
     * @param headers names and values, for instance a correlation id
     * @return an emitter that shares this one's queue, order and channel
     * @throws IllegalArgumentException when a name or a value is null
     */
    Emitter withHeaders(Map<String, String> headers);

    /**
     * Empties the queue of events that were not sent yet; their stages complete with {@link EventDroppedException} soon
     * afterwards.
     * Events that are on their way to the database are not touched, and later calls of {@link #trigger} work as before.
     *
     * @return how many events were dropped
     */
    int kill();

    /**
     * Waits until every event triggered before this call is settled: stored, refused or dropped, and its stage completed.
     * Callbacks of stages that do not return are not waited for, and may call this themselves.
     *
     * @param timeout how long to wait at most; zero only asks
     * @return whether all are settled; {@code false} when the time ran out first
     * @throws IllegalArgumentException when the timeout is negative
     * @throws InterruptedException when the waiting thread is interrupted
     */
    boolean flush(Duration timeout) throws InterruptedException;
}
