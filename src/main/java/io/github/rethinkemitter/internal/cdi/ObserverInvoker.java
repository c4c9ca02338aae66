package io.github.rethinkemitter.internal.cdi;

import jakarta.enterprise.context.control.RequestContextController;
import jakarta.enterprise.event.ObserverException;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.spi.EventContext;
import jakarta.enterprise.inject.spi.ObserverMethod;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Calls observer methods with a request context around each call, and a context class loader that sees the observer. A request
 * context that is active already, and a class loader that sees the observer, are used as they are.
 */
final class ObserverInvoker {

    private final Instance<RequestContextController> controllers;
    // To make a controller costs more than a call. There are at most as many as there ever were calls at the same time.
    private final Queue<Instance.Handle<RequestContextController>> idle = new ConcurrentLinkedQueue<>();

    ObserverInvoker(Instance<Object> beans) {
        this.controllers = beans.select(RequestContextController.class);
    }

    // In an enterprise archive one channel serves all wars, and its threads have the class loader of the archive or of
    // one war.
    <T> void call(ObserverMethod<T> method, EventContext<T> context) throws Exception {
        var thread = Thread.currentThread();
        var before = thread.getContextClassLoader();
        if (sees(before, method.getBeanClass())) {
            callInRequest(method, context);
            return;
        }
        thread.setContextClassLoader(method.getBeanClass().getClassLoader());
        try {
            callInRequest(method, context);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static boolean sees(@Nullable ClassLoader loader, Class<?> bean) {
        try {
            return loader == bean.getClassLoader()
                    || (loader != null && Class.forName(bean.getName(), false, loader) == bean);
        } catch (ClassNotFoundException | LinkageError e) {
            return false;
        }
    }

    // No other call uses the controller meanwhile, because containers note in it whether it activated the context.
    private <T> void callInRequest(ObserverMethod<T> method, EventContext<T> context) throws Exception {
        var free = idle.poll();
        var handle = free == null ? controllers.getHandle() : free;
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
            idle.add(handle);
        }
    }

    /** Gives the controllers back to the container. */
    void close() {
        for (var handle = idle.poll(); handle != null; handle = idle.poll()) {
            handle.destroy();
        }
    }

    // CDI wraps checked exceptions, and OpenWebBeans wraps all. What is reported is the observer's own exception.
    private static Exception unwrapped(RuntimeException thrown) {
        boolean wrapper = thrown instanceof ObserverException
                || thrown.getClass().getName().equals("org.apache.webbeans.exception.WebBeansException");
        return wrapper && thrown.getCause() instanceof Exception own ? own : thrown;
    }
}
