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
import java.util.concurrent.CountDownLatch;
import java.util.function.LongConsumer;
import org.jboss.weld.environment.se.Weld;
import org.jboss.weld.environment.se.WeldContainer;

/**
 * This library as applications use it: each server is a Weld container, and all options but the table and the durability have
 * their defaults. Several subscribers are containers in one JVM.
 */
public final class LibraryContender implements Contender {

    @Override
    public String name() {
        return "ours";
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

    private static WeldContainer start(Scenario scenario, String id, Class<?> bean) {
        System.setProperty(
                "rethink.emitter.url", "rethinkdb://" + scenario.server().getAuthority() + "/" + RethinkTables.DB);
        System.setProperty("rethink.emitter.table", scenario.table());
        System.setProperty("rethink.emitter.durability", scenario.durability());
        System.setProperty("rethink.emitter.start", scenario.stored() ? "earliest" : "now");
        return new Weld(id).addBeanClass(bean).initialize();
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
