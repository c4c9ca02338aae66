package io.github.rethinkemitter.benchmarks.contenders;

import io.github.rethinkemitter.Connected;
import io.github.rethinkemitter.EventsMissed;
import io.github.rethinkemitter.RethinkTopic;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.LongConsumer;
import org.jboss.weld.environment.se.WeldContainer;

/**
 * This library on one server with a {@code subscriber} name and five observers. Four count events; the fifth fails on every tenth
 * event, or on none. Its second attempts come later than a measurement lasts, so each of these events is stored.
 */
final class FiveObservers implements Contender {

    private static final Map<String, String> OPTIONS = Map.of(
            "subscriber", "bench", "observer.max-attempts", "2", "observer.delay", "10m", "observer.max-delay", "10m");

    private final boolean fails;
    private final LibraryContender library;

    private FiveObservers(String name, boolean fails) {
        this.fails = fails;
        this.library = new LibraryContender(name, OPTIONS);
    }

    static FiveObservers noneFails() {
        return new FiveObservers("noneFails", false);
    }

    static FiveObservers oneFails() {
        return new FiveObservers("oneFails", true);
    }

    @Override
    public String name() {
        return library.name();
    }

    @Override
    public String service() {
        return library.service();
    }

    // An earlier run on the same server may have left a position and stored events.
    @Override
    public void prepare(Scenario scenario) {
        library.prepare(scenario);
        removeTablesBeside(scenario);
    }

    @Override
    public void remove(Scenario scenario) {
        library.remove(scenario);
        removeTablesBeside(scenario);
    }

    private void removeTablesBeside(Scenario scenario) {
        library.remove(scenario.ofTable(scenario.table() + "_positions"));
        library.remove(scenario.ofTable(scenario.table() + "_parked"));
    }

    @Override
    public Sender sender(Scenario scenario) {
        return library.sender(scenario);
    }

    @Override
    public AutoCloseable receive(Scenario scenario, LongConsumer sent) throws InterruptedException {
        Observers.sent = sent;
        Observers.fails = fails;
        WeldContainer server = library.start(scenario, "subscriber", Observers.class);
        Observers.connected.await();
        return server::close;
    }

    /** Gets its sink from a static field, because the container creates the bean. */
    @ApplicationScoped
    static class Observers {

        static final CountDownLatch connected = new CountDownLatch(1);
        static volatile LongConsumer sent;
        static volatile boolean fails;

        void one(@Observes @RethinkTopic(Scenario.TOPIC) Payload payload) {
            sent.accept(payload.sent());
        }

        void two(@Observes @RethinkTopic(Scenario.TOPIC) Payload payload) {
            sent.accept(payload.sent());
        }

        void three(@Observes @RethinkTopic(Scenario.TOPIC) Payload payload) {
            sent.accept(payload.sent());
        }

        void four(@Observes @RethinkTopic(Scenario.TOPIC) Payload payload) {
            sent.accept(payload.sent());
        }

        void failing(@Observes @RethinkTopic(Scenario.TOPIC) Payload payload) {
            if (fails && payload.number() % 10 == 0) {
                throw new IllegalStateException("on purpose, on event " + payload.number());
            }
        }

        void connected(@Observes Connected event) {
            connected.countDown();
        }

        void missed(@Observes EventsMissed event) {
            System.err.println(event);
        }
    }
}
