package io.github.rethinkemitter;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says what happens when an observer of events fails: how often, when, and after which failures it is called again.
 *
 * <pre>{@code
 * @OnFailure(maxAttempts = 5, delay = "1s", factor = 2, maxDelay = "1m", parkOn = ValidationException.class)
 * void bill(@Observes @RethinkTopic("order.placed") Order order) { … }
 * }</pre>
 *
 * <p>It stands on the observer method, or on the class for all observers of the class that have none of their own. What it
 * leaves out is said by the options {@code rethink.emitter.observer.max-attempts}, {@code .delay}, {@code .factor},
 * {@code .max-delay} and {@code .then}, which are for all observers. Options such as
 * {@code rethink.emitter.observer."billing".max-attempts}, with the observer's name in quotes, override the annotation.
 *
 * <p><b>Attempts.</b> An observer that fails is called again with the event, in the same way: with a request context of its own, and
 * with its interceptors, so that {@code @Transactional} begins a transaction for each attempt. Meanwhile it gets later events, but not those with the same key ({@link Emitter#withKey}), which follow
 * when this one is done. What waits longer than 5 seconds is stored, where a {@code subscriber} name is set.
 * When an attempt succeeds the event counts as handled; when the last one has failed, it is parked or skipped, as {@link #then}
 * says. Each failure is told by {@link ObserverFailed}. A call that takes longer than {@code observer.timeout} has failed, too.
 *
 * <p><b>Failures.</b> A class of {@link #retryOn} or {@link #parkOn} stands for its subclasses, and is looked for among the
 * causes of what was thrown as well. In any case a {@link PayloadMismatchException}, a {@link LinkageError} and a
 * {@link StackOverflowError} are final, and a call that the executor of asynchronous observers refused is made again.
 *
 * <p><b>Mistakes</b> are problems of the deployment: values out of range, two observers of one name, options of an observer
 * that does not exist, {@link Then#PARK} or {@link Then#HOLD} for a channel without a {@code subscriber} name, and this annotation on a
 * method that observes no event of a channel.
 */
@Inherited
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface OnFailure {

    /** What becomes of an event when no attempt is left. */
    enum Then {
        /** What {@code observer.then} says, and without that {@link #PARK} where a {@code subscriber} name is set, else {@link #SKIP}. */
        CONFIGURED,
        /** It is stored until somebody redrives or discards it: see {@link ParkedEvents}. Needs a {@code subscriber} name. */
        PARK,
        /**
         * It is parked, and later events of its key wait behind it ({@link ParkedState#HELD}); of an event without a key, those of its
         * publisher. When it is handled or discarded, they follow by themselves, in their order. Needs a {@code subscriber} name.
         */
        HOLD,
        /** It counts as handled. */
        SKIP
    }

    /**
     * How often the observer is called with an event, the first call included; 1 for never again.
     *
     * @return from 1 to 1000; 0 for what {@code observer.max-attempts} says
     */
    int maxAttempts() default 0;

    /**
     * How long the event waits after the first failure. Up to half of it is left out by chance.
     *
     * @return a duration up to an hour, written as in the configuration; empty for what {@code observer.delay} says
     */
    String delay() default "";

    /**
     * By how much this time grows with each further failure.
     *
     * @return from 1 to 100; 0 for what {@code observer.factor} says
     */
    double factor() default 0;

    /**
     * The longest such time.
     *
     * @return a duration up to an hour; empty for what {@code observer.max-delay} says, or for {@link #delay} where that is longer
     */
    String maxDelay() default "";

    /**
     * The failures after which there is another attempt.
     *
     * @return the classes; none for all failures
     */
    Class<? extends Throwable>[] retryOn() default {};

    /**
     * The failures after which there is no other attempt, even if they are among {@link #retryOn}.
     *
     * @return the classes
     */
    Class<? extends Throwable>[] parkOn() default {};

    /**
     * What becomes of an event when no attempt is left. {@link Then#PARK} needs a {@code subscriber} name for the channels of the
     * observer: without one this is a problem of the deployment.
     *
     * @return {@link Then#CONFIGURED} for what {@code observer.then} says
     */
    Then then() default Then.CONFIGURED;

    /**
     * A name for the observer that stays when the method is renamed. {@link ObserverFailed}, {@link ObserverStuck} and
     * {@link ObserverReturned} have it. Not on a class with several observers.
     *
     * @return letters, digits, {@code _}, {@code .} and {@code -}; empty for the method, as
     *     {@code com.example.Orders.placed(com.example.Order)}
     */
    String name() default "";
}
