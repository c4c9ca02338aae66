package io.github.rethinkemitter.it;

import jakarta.enterprise.inject.se.SeContainer;
import jakarta.enterprise.inject.se.SeContainerInitializer;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A CDI container with the application and its own class loader, by which OpenWebBeans distinguishes containers. */
record SeServer(SeContainer container, URLClassLoader loader) implements AutoCloseable {

    private static final String SUBSCRIBER = "rethink.emitter.subscriber";

    static SeServer start() {
        var loader = new URLClassLoader(new URL[0], SeServer.class.getClassLoader());
        return within(
                loader, () -> new SeServer(SeContainerInitializer.newInstance().initialize(), loader));
    }

    /** Starts a server whose position is kept under this name. */
    static SeServer start(String subscriber) {
        System.setProperty(SUBSCRIBER, subscriber);
        try {
            return start();
        } finally {
            System.clearProperty(SUBSCRIBER);
        }
    }

    List<String> received() {
        return bean(Received.class).lines();
    }

    <T> T bean(Class<T> type) {
        return container.select(type).get();
    }

    void openShopFor(String customer) {
        inShop(shop -> shop.openFor(customer));
    }

    void inShop(Consumer<Shop> work) {
        within(loader, () -> {
            work.accept(bean(Shop.class));
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

    private static <T> T within(ClassLoader loader, Supplier<T> work) {
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
