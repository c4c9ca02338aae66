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
 * The library as applications use it: one Weld container for each server, every option at its default but the table and
 * the durability. Subscribers beside each other are containers in one JVM.
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
    public void prepare(Scenario scene) {
        RethinkTables.make(scene, true);
    }

    @Override
    public Sender sender(Scenario scene) {
        WeldContainer container = start(scene, "publisher", Publisher.class);
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
    public AutoCloseable receive(Scenario scene, LongConsumer sent) throws InterruptedException {
        Subscriber.sent = sent;
        Subscriber.connected = new CountDownLatch(scene.stored() ? 0 : scene.subscribers());
        List<WeldContainer> servers = new ArrayList<>();
        for (int i = 0; i < scene.subscribers(); i++) {
            servers.add(start(scene, "subscriber-" + i, Subscriber.class));
        }
        Subscriber.connected.await();
        return () -> servers.forEach(WeldContainer::close);
    }

    private static WeldContainer start(Scenario scene, String id, Class<?> bean) {
        System.setProperty(
                "rethink.emitter.url", "rethinkdb://" + scene.server().getAuthority() + "/" + RethinkTables.DB);
        System.setProperty("rethink.emitter.table", scene.table());
        System.setProperty("rethink.emitter.durability", scene.durability());
        System.setProperty("rethink.emitter.start", scene.stored() ? "earliest" : "now");
        return new Weld(id).addBeanClass(bean).initialize();
    }

    @ApplicationScoped
    static class Publisher {

        @Inject
        Emitter emitter;

        // What the container gives out stands for the bean, and has no fields of its own.
        Emitter emitter() {
            return emitter;
        }
    }

    /** Knows its surroundings by static fields: it is made by the container. */
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
