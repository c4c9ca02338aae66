package io.github.rethinkemitter.internal.flow;

import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/** An observer method of the application. */
public interface Observer {

    /** The topic or pattern that it observes, as written. */
    String topic();

    /** The type of its parameter: a payload's type, or the public {@code RethinkEvent}. */
    Type type();

    boolean async();

    /** CDI priority: lower is called earlier. */
    int priority();

    /** The method, for messages: {@code com.example.Orders.placed(com.example.Order)}. */
    String method();

    /** Tells it from the other observers of the application, also after a restart. */
    default String name() {
        return method();
    }

    /** When it is called again with an event on which it failed. */
    default FailureRules onFailure() {
        return FailureRules.NONE;
    }

    /** Calls the method in a request context. Throws what the method throws. */
    void call(@Nullable Object payload) throws Exception;
}
