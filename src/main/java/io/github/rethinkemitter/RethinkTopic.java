package io.github.rethinkemitter;

import jakarta.enterprise.util.AnnotationLiteral;
import jakarta.inject.Qualifier;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names the topic of an observer or of an injected {@link TopicEmitter}.
 *
 * <pre>{@code
 * void beep(@Observes @RethinkTopic("beep") String payload) { … }
 * void orders(@Observes @RethinkTopic("order.*") RethinkEvent event) { … }
 * void audit(@ObservesAsync @RethinkTopic(value = "login", channel = "audit") Login login) { … }
 *
 * @Inject @RethinkTopic("order.placed") TopicEmitter<Order> orders;
 * }</pre>
 *
 * <p>On an observer the value may be a pattern over the topic's segments, which dots separate: {@code *} stands for
 * exactly one segment, {@code **} for any number of segments, none included. {@code order.*} matches
 * {@code order.placed} but not {@code order.item.added}; {@code order.**} matches both, and {@code order}.
 *
 * <p>The observed type is any type that JSON-B reads, and gets the event's first argument; or {@link RethinkEvent}, which
 * has all of the event. An observer of {@code RethinkEvent} without a qualifier observes every event of every channel.
 *
 * <p><b>Threads.</b> All observers with {@code @Observes} of a channel are called one after another, on one thread of the
 * channel, in the order of {@code @Priority} for one event. Such an observer may block, for instance to wait for the stage of
 * what it triggers; meanwhile the others wait, up to {@code rethink.emitter.observer.warn-after}. Observers with
 * {@code @ObservesAsync} are called side by side on the managed executor of the server, or on threads of this library where
 * there is none; each gets the events of one publisher in order.
 *
 * <p><b>Failures.</b> An observer that throws is called again with the event, later and behind other events, as often as
 * {@code rethink.emitter.observer.max-attempts} says; each failure is told by {@link ObserverFailed}.
 *
 * <p><b>Contexts.</b> Each call has a request context of its own. There is no transaction, unless the observer begins one, for
 * instance by {@code @Transactional}; no session and no conversation; and no security identity of the caller that triggered
 * the event. The context class loader is one that sees the observer.
 *
 * <p><b>When.</b> Observers are called from the end of the application's start on: after its own observers of
 * {@code jakarta.enterprise.event.Startup}. Events that the application triggered before are observed then. At the stop,
 * observers that were called finish, within {@code rethink.emitter.stop-timeout}; no observer is called afterwards.
 *
 * <p><b>Mistakes.</b> An observer that would never be called, or not when it says, is a problem of the deployment: one with
 * {@code during}, with other qualifiers such as {@code @Default}, of an unknown channel, or in a bean of a session or
 * conversation. CDI shows some mistakes to no extension, so that they are not found: an observer in a class that is no bean,
 * and what {@code Event.select(RethinkTopic.Literal.of("beep")).fire(…)} fires, which reaches the observers of this server
 * only.
 */
@Qualifier
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.PARAMETER, ElementType.FIELD, ElementType.METHOD, ElementType.TYPE})
public @interface RethinkTopic {

    /**
     * The topic, or on an observer a pattern of topics.
     *
     * @return the topic's name
     */
    String value();

    /**
     * The channel; the default channel if empty.
     *
     * @return the channel's name
     */
    String channel() default "";

    /**
     * The qualifier as a value, for look-ups in code.
     *
     * <pre>{@code
     * event.select(RethinkTopic.Literal.of("beep")).fire("boop");   // in this server only, for a unit test
     * }</pre>
     */
    final class Literal extends AnnotationLiteral<RethinkTopic> implements RethinkTopic {

        private static final long serialVersionUID = 1L;

        private final String value;
        private final String channel;

        private Literal(String value, String channel) {
            this.value = value;
            this.channel = channel;
        }

        /**
         * The qualifier of a topic in the default channel.
         *
         * @param value the topic
         * @return the qualifier
         */
        public static Literal of(String value) {
            return of(value, "");
        }

        /**
         * The qualifier of a topic in a channel.
         *
         * @param value the topic
         * @param channel the channel's name; empty for the default channel
         * @return the qualifier
         */
        public static Literal of(String value, String channel) {
            return new Literal(value, channel);
        }

        @Override
        public String value() {
            return value;
        }

        @Override
        public String channel() {
            return channel;
        }
    }
}
