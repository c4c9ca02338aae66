package io.github.rethinkemitter.it;

import jakarta.enterprise.inject.se.SeContainer;
import jakarta.enterprise.inject.se.SeContainerInitializer;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;

/** One CDI container with the application, and a class loader of its own, as on a server: OpenWebBeans tells containers apart by it. */
record Server(SeContainer container, URLClassLoader loader) implements AutoCloseable {

    static Server start() {
        var loader = new URLClassLoader(new URL[0], Server.class.getClassLoader());
        return within(
                loader, () -> new Server(SeContainerInitializer.newInstance().initialize(), loader));
    }

    List<String> received() {
        return bean(Received.class).lines();
    }

    <T> T bean(Class<T> type) {
        return container.select(type).get();
    }

    void openShopFor(String customer) {
        within(loader, () -> {
            bean(Shop.class).openFor(customer);
            return null;
        });
    }

    @Override
    public void close() throws Exception {
        within(loader, () -> {
            container.close();
            return null;
        });
        loader.close();
    }

    private static <T> T within(ClassLoader loader, java.util.function.Supplier<T> work) {
        var thread = Thread.currentThread();
        var before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            return work.get();
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
