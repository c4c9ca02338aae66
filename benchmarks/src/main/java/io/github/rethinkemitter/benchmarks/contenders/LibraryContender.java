package io.github.rethinkemitter.benchmarks.contenders;

import io.github.rethinkemitter.Connected;
import io.github.rethinkemitter.Emitter;
import io.github.rethinkemitter.EventsMissed;
import io.github.rethinkemitter.RethinkTopic;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.LongConsumer;
import org.jboss.weld.environment.se.Weld;
import org.jboss.weld.environment.se.WeldContainer;

/**
 * This library as applications use it: each server is a Weld container. The table and the durability are set, and whether
 * events are packed; all other options have their defaults. Several subscribers are containers in one JVM.
 */
public final class LibraryContender implements Contender {

    private final String name;
    private final Map<String, String> options;
    private final List<Class<?>> beans;

    /**
     * @param options beside those of the scenario
     * @param beans of the application, beside its publisher or subscriber
     */
    LibraryContender(String name, Map<String, String> options, Class<?>... beans) {
        this.name = name;
        this.options = options;
        this.beans = List.of(beans);
    }

    static LibraryContender unpacked() {
        return new LibraryContender("ours", Map.of());
    }

    /** Stores the events that wait together as one document. */
    static LibraryContender packed() {
        return new LibraryContender("packed", Map.of("publish.pack", "auto"));
    }

    /** The application's OpenTelemetry is switched off. */
    static LibraryContender silent() {
        return new LibraryContender("silent", Map.of(), OpenTelemetries.Silent.class);
    }

    /** Each event has spans, at both ends. */
    static LibraryContender traced() {
        return new LibraryContender("traced", Map.of(), OpenTelemetries.Recording.class);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String service() {
        return "rethinkdb";
    }

    @Override
    public void prepare(Scenario scenario) {
        RethinkTables.create(scenario, true);
    }

    @Override
    public void remove(Scenario scenario) {
        RethinkTables.drop(scenario);
    }

    @Override
    public Sender sender(Scenario scenario) {
        WeldContainer container = start(scenario, "publisher", Publisher.class);
        Emitter emitter = container.select(Publisher.class).get().emitter();
        return new Sender() {
            @Override
            public void publish(Payload payload) {
                emitter.trigger(Scenario.TOPIC, payload);
            }

            @Override
            public int drop() {
                return emitter.kill();
            }

            @Override
            public void flush() throws InterruptedException {
                emitter.flush(Duration.ofMinutes(1));
            }

            @Override
            public void close() {
                container.close();
            }
        };
    }

    @Override
    public AutoCloseable receive(Scenario scenario, LongConsumer sent) throws InterruptedException {
        Subscriber.sent = sent;
        Subscriber.connected = new CountDownLatch(scenario.stored() ? 0 : scenario.subscribers());
        List<WeldContainer> servers = new ArrayList<>();
        for (int i = 0; i < scenario.subscribers(); i++) {
            servers.add(start(scenario, "subscriber-" + i, Subscriber.class));
        }
        Subscriber.connected.await();
        return () -> servers.forEach(WeldContainer::close);
    }

    /** Starts a server with this bean. */
    WeldContainer start(Scenario scenario, String id, Class<?> bean) {
        set("url", "rethinkdb://" + scenario.server().getAuthority() + "/" + RethinkTables.DB);
        set("table", scenario.table());
        set("durability", scenario.durability());
        set("start", scenario.stored() ? "earliest" : "now");
        options.forEach(LibraryContender::set);
        return new Weld(id)
                .addBeanClass(bean)
                .addBeanClasses(beans.toArray(Class<?>[]::new))
                .initialize();
    }

    private static void set(String option, String value) {
        System.setProperty("rethink.emitter." + option, value);
    }

    @ApplicationScoped
    static class Publisher {

        @Inject
        Emitter emitter;

        // The container returns a proxy of this bean, whose fields are not set.
        Emitter emitter() {
            return emitter;
        }
    }

    /** Gets its sink and its latch from static fields, because the container creates the bean. */
    @ApplicationScoped
    static class Subscriber {

        static volatile LongConsumer sent;
        static volatile CountDownLatch connected;

        void event(@Observes @RethinkTopic(Scenario.TOPIC) Payload payload) {
            sent.accept(payload.sent());
        }

        void connected(@Observes Connected event) {
            connected.countDown();
        }

        void missed(@Observes EventsMissed event) {
            System.err.println(event);
        }
    }
}
