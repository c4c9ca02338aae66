package io.github.rethinkemitter;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Triggers events: each is stored in the channel's RethinkDB table and given to the observers of every server that follows it.
 *
 * <pre>{@code
 * @Inject Emitter emitter;
 *
 * emitter.trigger("beep");                                       // no argument
 * emitter.trigger("order.placed", new Order(7))                  // one, which observers get as their payload
 *        .thenAccept(receipt -> log.info("stored as " + receipt.id()));
 * emitter.trigger("beep", "boop", 2, true);                      // several, as in Node
 * }</pre>
 *
 * <p>{@code @Inject Emitter} is the default channel; {@code @Inject @RethinkChannel("audit") Emitter} is another one.
 *
 * <p><b>Arguments.</b> Each argument is one value that JSON-B can write, or {@code null}. An array is one argument, as in
 * Node and as for a {@link TopicEmitter}:
 *
 * <pre>{@code
 * emitter.trigger("names", new String[] {"a", "b"});             // one argument, the array
 * emitter.trigger("row", new Object[] {"a", 1});                 // one argument, the array
 * emitter.trigger("nothing", null);                              // one argument, null
 * emitter.triggerArgs(event.topic(), event.args());              // as many as the list has
 * emitter.trigger("row", "a", 1, new Object[] {true, 'x'});      // four: Java's rule for what follows two others
 * }</pre>
 *
 * <p>The arguments are written as JSON before the call returns: changing one afterwards does not change the event. Values
 * arrive as they were: numbers with all their digits, decimals with their scale. A value whose content is not in its
 * properties, such as a stream, a future, a lambda, a proxy of a bean or a Jackson {@code JsonNode}, is refused; JSON-B would
 * write nothing that could be read back.
 *
 * <p><b>Blocking.</b> A trigger does not wait for the database. Triggered events wait in the queue of their channel, which is
 * bounded by their number and their size. When it is full, because the database is slow or away, {@code trigger} blocks the
 * calling thread until there is room, up to {@code rethink.emitter.publish.block-timeout} (5 seconds by default), and then
 * drops the event; with {@code rethink.emitter.publish.overflow=fail} it drops the event at once.
 *
 * <p><b>The stage</b> that a trigger returns completes with a {@link Receipt} when the database has the event at the
 * configured durability ({@code rethink.emitter.durability}, {@code hard} by default). It completes exceptionally with
 * <ul>
 *   <li>{@link EventRefusedException} when the database refused the event,
 *   <li>{@link EventDroppedException} when the queue was full, {@link #kill()} emptied it or the application stopped
 *       first; its {@link EventDroppedException#outcomeUnknown()} tells whether the event may be stored all the same.
 * </ul>
 *
 * <p><b>Callbacks</b> of stages run on a thread of this library that does nothing else, without a transaction, a request
 * context or the caller's security identity. Stages complete one after another, in the order in which their events are stored
 * or dropped; an event that a trigger drops itself has a completed stage when the trigger returns, so that a callback of it
 * runs on the calling thread. A callback may trigger, {@link #flush}, or wait for the stages of other events
 * ({@code thenAccept(receipt -> emitter.trigger("b").toCompletableFuture().join())}). While a callback does not return it
 * takes a thread for itself: after a tenth of a second another thread goes on with the stages behind it, and an
 * {@link EmitterError} reports it. Hand what is slow to an executor of your own ({@code thenAcceptAsync(…, executor)}).
 *
 * <p><b>Transactions.</b> A transaction of the caller has no part in a trigger: the event is on its way at once, and a
 * rollback does not undo it. An event that nobody may see before the commit is triggered after it, for instance by an observer with
 * {@code @Observes(during = AFTER_SUCCESS)} of an event of the application's own.
 *
 * <p><b>Start and stop.</b> Publishing begins with the first trigger, so that an observer of {@code Startup} or a
 * {@code @PostConstruct} method may trigger and wait for the stage. Observers are called after the application's own observers
 * of {@code jakarta.enterprise.event.Startup}, and get what was triggered before that, too. At the stop the channel first lets
 * its observers finish; what they and the application's observers of {@code Shutdown} trigger is stored, within
 * {@code rethink.emitter.stop-timeout}. A trigger after that throws nothing: its stage completes exceptionally with an
 * {@link EventDroppedException}.
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
     * Triggers an event without arguments.
     *
     * @param topic what the event is about: not empty, at most 255 characters, no control characters, no {@code *}, and
     *     none of {@code connect}, {@code disconnect}, {@code reconnect}, {@code error}
     * @return the stage of this event
     * @throws IllegalArgumentException when the topic is not allowed; nothing was queued
     */
    default CompletionStage<Receipt> trigger(String topic) {
        return triggerArgs(topic, List.of());
    }

    /**
     * Triggers an event with one argument, which may be an array.
     *
     * @param topic as for {@link #trigger(String)}
     * @param payload what observers get
     * @return the stage of this event
     * @throws IllegalArgumentException when the topic is not allowed; nothing was queued
     * @throws UnstorablePayloadException when the payload cannot be stored exactly; nothing was queued
     */
    default CompletionStage<Receipt> trigger(String topic, @Nullable Object payload) {
        return triggerArgs(topic, Collections.singletonList(payload));
    }

    /**
     * Triggers an event with two or more arguments. Observers of a plain payload get the first one; a {@link RethinkEvent}
     * has them all.
     *
     * @param topic as for {@link #trigger(String)}
     * @param payload the first argument
     * @param second the second argument
     * @param more the other arguments. A single array in their place is one argument, unless it is an {@code Object[]}, which
     *     is the list of them
     * @return the stage of this event
     * @throws IllegalArgumentException when the topic is not allowed; nothing was queued
     * @throws UnstorablePayloadException when an argument cannot be stored exactly; nothing was queued
     */
    default CompletionStage<Receipt> trigger(
            String topic, @Nullable Object payload, @Nullable Object second, @Nullable Object... more) {
        var args = new ArrayList<@Nullable Object>();
        args.add(payload);
        args.add(second);
        // Java passes a lone null or array of texts, which is an argument, as if it were the list of arguments.
        if (more != null && more.getClass() == Object[].class) {
            args.addAll(Arrays.asList(more));
        } else {
            args.add(more);
        }
        return triggerArgs(topic, args);
    }

    /**
     * Triggers an event with a list of arguments, for instance those of another event.
     *
     * <pre>{@code
     * void toAudit(@Observes @RethinkTopic("order.*") RethinkEvent event) {
     *     audit.triggerArgs(event.topic(), event.args());
     * }
     * }</pre>
     *
     * @param topic as for {@link #trigger(String)}
     * @param args the arguments; an element that is a list or an array is one argument
     * @return the stage of this event
     * @throws IllegalArgumentException when the topic is not allowed or the list is null; nothing was queued
     * @throws UnstorablePayloadException when an argument cannot be stored exactly; nothing was queued
     */
    CompletionStage<Receipt> triggerArgs(String topic, List<? extends @Nullable Object> args);

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
     * The same emitter, giving a key to each event that is triggered through the returned one. A key names what an event belongs
     * to, such as an order or a customer: events of one key belong together.
     *
     * <pre>{@code
     * Emitter ofOrder = emitter.withKey("order-7");
     * ofOrder.trigger("order.placed", order);
     * ofOrder.trigger("order.paid", payment);                        // event.key() of both is "order-7"
     * }</pre>
     *
     * <p>The key is stored with the event and given to observers, who read it with {@link RethinkEvent#key()}; Node peers ignore
     * it. While an observer that failed on an event waits to be called with it again, later events of its key wait behind it, and no
     * others; see {@link OnFailure.Then#HOLD} for those behind a parked one. In all else events have the order that they have without a
     * key.
     *
     * <p>It may be combined with {@link #withHeaders} in either order. An event has one key: a second {@code withKey} replaces the
     * first.
     *
     * @param key 1 to 255 characters, without U+0000 and without one half of a surrogate pair alone
     * @return an emitter that shares this one's queue, order and channel
     * @throws IllegalArgumentException when the key is null or not allowed
     */
    Emitter withKey(String key);

    /**
     * Discards all events of this channel that wait in this process and were not sent to the database yet, whoever triggered
     * them: every bean, every {@link TopicEmitter} and every emitter of {@link #withHeaders} or {@link #withKey} of the channel
     * has the same queue, in an enterprise archive all of its modules too. Their stages complete with {@link EventDroppedException} soon
     * afterwards. Other channels and other servers are not affected, nor are events that were sent already, and later triggers
     * work as before.
     *
     * @return how many events were dropped
     */
    int kill();

    /**
     * Waits until every event that was triggered through this channel's emitters before this call is settled: stored, refused
     * or dropped, and its stage completed. Callbacks of stages that do not return are not waited for, and may call this
     * themselves.
     *
     * @param timeout how long to wait at most; zero only asks
     * @return whether all are settled; {@code false} when the time ran out first
     * @throws IllegalArgumentException when the timeout is negative
     * @throws InterruptedException when the waiting thread is interrupted
     */
    boolean flush(Duration timeout) throws InterruptedException;
}
