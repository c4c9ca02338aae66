package io.github.rethinkemitter.internal.cdi;

import jakarta.enterprise.context.control.RequestContextController;
import jakarta.enterprise.event.ObserverException;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.spi.EventContext;
import jakarta.enterprise.inject.spi.ObserverMethod;

/** Calls observer methods with a request context around each call; one that is already active is left alone. */
final class Requests {

    private final Instance<Object> beans;

    Requests(Instance<Object> beans) {
        this.beans = beans;
    }

    // A controller of its own for each call: containers keep in it whether it was the one that activated.
    <T> void call(ObserverMethod<T> method, EventContext<T> context) throws Exception {
        try (var handle = beans.select(RequestContextController.class).getHandle()) {
            var controller = handle.get();
            boolean ours = controller.activate();
            try {
                method.notify(context);
            } catch (RuntimeException thrown) {
                throw unwrapped(thrown);
            } finally {
                if (ours) {
                    controller.deactivate();
                }
            }
        }
    }

    // CDI wraps checked exceptions, and OpenWebBeans all; whoever reads the report wants the observer's own.
    private static Exception unwrapped(RuntimeException thrown) {
        boolean wrapper = thrown instanceof ObserverException
                || thrown.getClass().getName().equals("org.apache.webbeans.exception.WebBeansException");
        return wrapper && thrown.getCause() instanceof Exception own ? own : thrown;
    }
}
