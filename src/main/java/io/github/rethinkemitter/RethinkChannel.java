package io.github.rethinkemitter;

import jakarta.enterprise.util.AnnotationLiteral;
import jakarta.inject.Qualifier;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names one of several channels, each with a table of its own, configured by {@code rethink.emitter.channel.<name>.*}.
 *
 * <pre>{@code
 * @Inject @RethinkChannel("audit") Emitter audit;
 *
 * void auditLost(@Observes @RethinkChannel("audit") Disconnected event) { … }
 *
 * @Produces @RethinkChannel("audit") EmitterOptions options() { … }
 * }</pre>
 *
 * <p>Every {@link LifecycleEvent} has this qualifier with its channel's name, so an observer without it gets those of all
 * channels. On an observer of events it stands beside {@link RethinkEvent}; an observer of a payload names the channel in
 * {@link RethinkTopic}. A channel that is neither configured nor used by an emitter or by {@link ParkedEvents} is a problem of the deployment.
 */
@Qualifier
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.PARAMETER, ElementType.FIELD, ElementType.METHOD, ElementType.TYPE})
public @interface RethinkChannel {

    /**
     * The channel's name; empty for the default channel.
     *
     * @return the name
     */
    String value();

    /**
     * The qualifier as a value, for look-ups in code.
     *
     * <pre>{@code
     * CDI.current().select(Emitter.class, RethinkChannel.Literal.of("audit")).get();
     * }</pre>
     */
    final class Literal extends AnnotationLiteral<RethinkChannel> implements RethinkChannel {

        private static final long serialVersionUID = 1L;

        private final String value;

        private Literal(String value) {
            this.value = value;
        }

        /**
         * The qualifier of a channel.
         *
         * @param value the channel's name
         * @return the qualifier
         */
        public static Literal of(String value) {
            return new Literal(value);
        }

        @Override
        public String value() {
            return value;
        }
    }
}
