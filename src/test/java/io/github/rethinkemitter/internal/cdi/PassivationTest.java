package io.github.rethinkemitter.internal.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rethinkemitter.Emitter;
import io.github.rethinkemitter.EmitterOptions;
import io.github.rethinkemitter.EmitterStatus;
import io.github.rethinkemitter.ParkedEvents;
import io.github.rethinkemitter.Receipt;
import io.github.rethinkemitter.RethinkChannel;
import io.github.rethinkemitter.RethinkEvent;
import io.github.rethinkemitter.RethinkTopic;
import io.github.rethinkemitter.Timeline;
import io.github.rethinkemitter.TimelineQuery;
import io.github.rethinkemitter.TopicEmitter;
import jakarta.enterprise.context.ConversationScoped;
import jakarta.enterprise.context.SessionScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.se.SeContainer;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.PassivationCapable;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jboss.weld.context.bound.BoundLiteral;
import org.jboss.weld.context.bound.BoundSessionContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Beans with emitters that a server serializes and reads again. */
class PassivationTest {

    private static final LinkedBlockingQueue<String> OBSERVED = new LinkedBlockingQueue<>();

    public record Order(int number) {}

    @Singleton
    static class Shop {
        @Produces
        EmitterOptions options() {
            return EmitterOptions.none().with("url", "embedded:");
        }

        @Produces
        @RethinkChannel("audit")
        EmitterOptions audit() {
            return EmitterOptions.none().with("enabled", false).with("table", "audit");
        }

        void all(@Observes @RethinkTopic("**") RethinkEvent event) {
            OBSERVED.add(event.topic() + " " + event.args() + " " + new TreeMap<>(event.headers())
                    + event.key().map(key -> " of " + key).orElse(""));
        }
    }

    @SessionScoped
    @SuppressWarnings("serial") // emitters are interfaces, and the injected ones are serializable
    static class Visit implements Serializable {

        private static final long serialVersionUID = 1L;

        @Inject
        Emitter emitter;

        @Inject
        @RethinkChannel("audit")
        Emitter audit;

        @Inject
        @RethinkTopic("order.placed")
        TopicEmitter<Order> orders;

        @Inject
        @RethinkTopic("orders")
        TopicEmitter<List<Order>> lists;

        @Inject
        Instance<Emitter> later;

        @Inject
        @RethinkChannel("audit")
        ParkedEvents parked;

        @Inject
        @RethinkChannel("audit")
        Timeline timeline;

        private Emitter traced;
        private TopicEmitter<Order> tracedOrders;

        void begin() {
            traced = emitter.withKey("a").withHeaders(Map.of("trace", "7")).withKey("b");
            tracedOrders = orders.withHeaders(Map.of("trace", "8")).withKey("c").withHeaders(Map.of("by", "a"));
        }

        CompletionStage<Receipt> order(int number) {
            return orders.trigger(new Order(number));
        }

        CompletionStage<Receipt> orderTraced(int number) {
            return tracedOrders.trigger(new Order(number));
        }

        boolean isSettled() throws InterruptedException {
            return tracedOrders.topic().equals("order.placed") && tracedOrders.flush(Duration.ofSeconds(30));
        }

        CompletionStage<Receipt> tell(String text) {
            return traced.trigger("told", text);
        }
    }

    @ConversationScoped
    @SuppressWarnings("serial") // as above
    static class Wizard implements Serializable {

        private static final long serialVersionUID = 1L;

        @Inject
        Emitter emitter;
    }

    @ParameterizedTest
    @EnumSource
    void aSessionThatWasSerializedAndReadAgainCanTrigger(Extension extension) throws Exception {
        OBSERVED.clear();
        try (var container = extension.start(Shop.class, Visit.class, Wizard.class)) {
            Map<String, Object> session = new HashMap<>();
            inSession(container, session, Visit::begin);

            @SuppressWarnings("unchecked")
            var again = (Map<String, Object>) read(written(session));

            inSession(container, again, visit -> {
                visit.order(7).toCompletableFuture().get(30, TimeUnit.SECONDS);
                visit.tell("boop").toCompletableFuture().get(30, TimeUnit.SECONDS);
                visit.orderTraced(8).toCompletableFuture().get(30, TimeUnit.SECONDS);
                assertThat(visit.isSettled()).isTrue();
            });
            assertThat(OBSERVED.poll(30, TimeUnit.SECONDS)).isEqualTo("order.placed [{number=7}] {}");
            assertThat(OBSERVED.poll(30, TimeUnit.SECONDS)).isEqualTo("told [boop] {trace=7} of b");
            assertThat(OBSERVED.poll(30, TimeUnit.SECONDS)).isEqualTo("order.placed [{number=8}] {by=a, trace=8} of c");
        }
    }

    @ParameterizedTest
    @EnumSource
    void theBeansOfEmittersArePassivationCapable(Extension extension) {
        try (var container = extension.start(Shop.class, Visit.class, Wizard.class)) {
            var manager = container.getBeanManager();
            var emitters = new ArrayList<Bean<?>>(manager.getBeans(Emitter.class, Any.Literal.INSTANCE));
            emitters.addAll(manager.getBeans(
                    new GenericTypes.Parameterized(TopicEmitter.class, List.of(Order.class)), Any.Literal.INSTANCE));

            assertThat(emitters).hasSize(3).allMatch(PassivationCapable.class::isInstance);
        }
    }

    @Test
    void parkedEventsThatWereSerializedAreThoseOfTheApplicationThatReadsThem() throws Exception {
        byte[] bytes;
        try (var container = Extension.PORTABLE.start(Shop.class, Visit.class)) {
            var parked = container
                    .select(ParkedEvents.class, RethinkChannel.Literal.of("audit"))
                    .get();
            bytes = written(parked.by("jane"));

            var again = (ParkedEvents) read(bytes);

            assertThat(written(again)).as("whose they are, and in whose name").isEqualTo(bytes);
            assertThat(new String(bytes, StandardCharsets.ISO_8859_1)).contains("jane", "audit");
            assertThat(written(read(written(parked)))).isEqualTo(written(parked));
            assertThatThrownBy(() -> again.get("id")).hasMessageContaining("channel.audit.enabled=true");
        }

        assertThatThrownBy(() -> read(bytes))
                .isInstanceOf(InvalidObjectException.class)
                .hasMessageContaining("RTH0528 a ParkedEvents of channel \"audit\" is read where no application");
    }

    @Test
    void aStatusThatWasSerializedIsThatOfTheApplicationThatReadsIt() throws Exception {
        byte[] bytes;
        try (var container = Extension.PORTABLE.start(Shop.class, Visit.class)) {
            var status = container
                    .select(EmitterStatus.class, RethinkChannel.Literal.of("audit"))
                    .get();
            bytes = written(status);

            var again = (EmitterStatus) read(bytes);

            assertThat(again.now()).isEqualTo(status.now());
            assertThat(again.now().channel()).isEqualTo("audit");
            assertThat(written(again)).isEqualTo(bytes);
        }

        assertThatThrownBy(() -> read(bytes))
                .isInstanceOf(InvalidObjectException.class)
                .hasMessageContaining("RTH0528 the EmitterStatus of channel \"audit\" is read where no application");
    }

    @Test
    void aTimelineThatWasSerializedIsThatOfTheApplicationThatReadsIt() throws Exception {
        byte[] bytes;
        try (var container = Extension.PORTABLE.start(Shop.class, Visit.class)) {
            bytes = written(container
                    .select(Timeline.class, RethinkChannel.Literal.of("audit"))
                    .get());

            var again = (Timeline) read(bytes);

            assertThat(written(again)).isEqualTo(bytes);
            assertThatThrownBy(() -> again.count(TimelineQuery.all()))
                    .hasMessageContaining("channel.audit.enabled=true");
        }

        assertThatThrownBy(() -> read(bytes))
                .isInstanceOf(InvalidObjectException.class)
                .hasMessageContaining("RTH0528 the Timeline of channel \"audit\" is read where no application");
    }

    @Test
    void anEmitterCannotBeReadWhereNoApplicationRuns() throws Exception {
        byte[] bytes;
        try (var container = Extension.PORTABLE.start(Shop.class)) {
            bytes = written(container.select(Emitter.class).get());
        }

        assertThatThrownBy(() -> read(bytes))
                .isInstanceOf(InvalidObjectException.class)
                .hasMessageContaining("RTH0528 an emitter of the default channel is read where no application");
    }

    private static void inSession(SeContainer container, Map<String, Object> session, Use use) throws Exception {
        var context = container
                .select(BoundSessionContext.class, BoundLiteral.INSTANCE)
                .get();
        context.associate(session);
        context.activate();
        try {
            use.of(container.select(Visit.class).get());
        } finally {
            context.deactivate();
            context.dissociate(session);
        }
    }

    private static byte[] written(Object value) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new ObjectOutputStream(bytes)) {
            out.writeObject(value);
        }
        return bytes.toByteArray();
    }

    private static Object read(byte[] bytes) throws IOException, ClassNotFoundException {
        try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
            return in.readObject();
        }
    }

    private interface Use {
        void of(Visit visit) throws Exception;
    }
}
