package io.github.rethinkemitter.internal.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.rethinkemitter.Connected;
import io.github.rethinkemitter.Disconnected;
import io.github.rethinkemitter.Emitter;
import io.github.rethinkemitter.EmitterOptions;
import io.github.rethinkemitter.LifecycleEvent;
import io.github.rethinkemitter.RethinkChannel;
import io.github.rethinkemitter.RethinkEvent;
import io.github.rethinkemitter.RethinkTopic;
import io.github.rethinkemitter.TopicEmitter;
import io.github.rethinkemitter.embedded.EmbeddedRethinkDb;
import io.smallrye.config.SmallRyeConfigBuilder;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.se.SeContainer;
import jakarta.enterprise.inject.se.SeContainerInitializer;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.spi.ConfigProviderResolver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What both extensions find in an application. Which mistakes they find is in {@link RefusedObserversTest}. */
abstract class ExtensionContract {

    abstract Catalogue.FoundBy extension();

    abstract SeContainerInitializer initializer();

    private static final List<String> CALLS = new ArrayList<>();

    @AfterEach
    void clearCalls() {
        CALLS.clear();
    }

    record Order(int number) {}

    @ApplicationScoped
    static class Configuration {
        @Produces
        EmitterOptions options() {
            return EmitterOptions.none().with("enabled", false);
        }

        @Produces
        @RethinkChannel("audit")
        EmitterOptions audit() {
            return EmitterOptions.none().with("enabled", false).with("table", "audit");
        }
    }

    @ApplicationScoped
    static class OtherConfiguration {
        @Produces
        EmitterOptions options() {
            return EmitterOptions.none().with("enabled", false).with("table", "elsewhere");
        }
    }

    @ApplicationScoped
    @Alternative
    @Priority(1)
    static class ConfigurationOfATest {
        @Produces
        EmitterOptions options() {
            return EmitterOptions.none().with("enabled", false).with("table", "of_the_test");
        }
    }

    @RequestScoped
    static class Basket {
        private int size;

        int add() {
            return ++size;
        }
    }

    @ApplicationScoped
    static class Orders {
        @Inject
        Basket basket;

        void placed(@Observes @Priority(7) @RethinkTopic("order.placed") Order order) {
            CALLS.add("placed " + order + ", basket " + basket.add());
        }

        void all(@Observes @RethinkTopic(value = "order.*", channel = "audit") List<Order> orders, Basket basket) {
            CALLS.add("all " + orders + ", basket " + basket.add());
        }

        void later(@ObservesAsync @RethinkTopic("order.placed") String order) throws IOException {
            throw new IOException("no " + order);
        }

        void everything(@Observes RethinkEvent event) {}

        void audited(@Observes @RethinkChannel("audit") RethinkEvent event) {}

        void count(@Observes @RethinkTopic("count") int number) {
            CALLS.add("count " + number);
        }

        void lostHere(@Observes @Priority(1) Disconnected event) {
            CALLS.add("lost");
            throw new IllegalStateException("boom");
        }

        void lost(@Observes @Priority(2) @RethinkChannel("audit") Disconnected event) {
            CALLS.add("lost audit, basket " + basket.add());
        }

        void notOurs(@Observes String text) {}

        <T extends LifecycleEvent> void lostVariable(@Observes @Priority(3) T event) {
            CALLS.add("variable " + event.channel());
        }
    }

    @Test
    void theCatalogueListsTheObserversOfTheApplication() {
        try (var container = container(Orders.class, Basket.class, Configuration.class)) {
            var catalogue = container.select(Catalogue.class).get();

            assertThat(catalogue.foundBy()).isEqualTo(extension());
            assertThat(catalogue.channels()).containsExactlyInAnyOrder("", "audit");
            assertThat(catalogue.rowsOf(""))
                    .extracting(row -> row.entry().method().replace(Orders.class.getTypeName(), "Orders"))
                    .containsExactlyInAnyOrder(
                            "Orders.placed(" + Order.class.getTypeName() + ")",
                            "Orders.later(java.lang.String)",
                            "Orders.count(int)",
                            "Orders.everything(io.github.rethinkemitter.RethinkEvent)");
            assertThat(catalogue.rowsOf("audit"))
                    .extracting(row -> row.entry().topic())
                    .containsExactlyInAnyOrder("order.*", "**", "**");
            var placed = observer(container, "placed");
            assertThat(placed.priority()).isEqualTo(7);
            assertThat(placed.async()).isFalse();
            assertThat(observer(container, "later").async()).isTrue();
        }
    }

    @Test
    void optionsOfOneChannelThatDifferAreRefused() {
        try (var container = container(Configuration.class, OtherConfiguration.class)) {
            var application = container.select(ApplicationBeans.class).get();

            assertThatThrownBy(application::options)
                    .hasMessageContainingAll("RTH0519", "the default channel", "OtherConfiguration");
        }
    }

    @Test
    void anAlternativeTakesThePlaceOfOptions() {
        try (var container = container(Configuration.class, ConfigurationOfATest.class)) {
            var options = container.select(ApplicationBeans.class).get().options();

            assertThat(options.get("").values()).containsEntry("table", "of_the_test");
            assertThat(options).containsOnlyKeys("", "audit");
        }
    }

    @Test
    void anObserverIsCalledWithARequestContextOfItsOwn() throws Exception {
        try (var container = container(Orders.class, Basket.class, Configuration.class)) {
            observer(container, "placed").call(new Order(1));
            observer(container, "placed").call(new Order(2));
            observer(container, "all").call(new ArrayList<>(List.of(new Order(3))));
            observer(container, "count").call(4);
            observer(container, "placed").call(null);

            assertThat(CALLS)
                    .containsExactly(
                            "placed Order[number=1], basket 1",
                            "placed Order[number=2], basket 1",
                            "all [Order[number=3]], basket 1",
                            "count 4",
                            "placed null, basket 1");
            assertThatThrownBy(() -> observer(container, "later").call("boop"))
                    .isInstanceOf(IOException.class)
                    .hasMessage("no boop");
        }
    }

    /** No constructor of it can be called without an exception. */
    static class Refund {
        Refund(int number) {
            throw new IllegalArgumentException("no refund " + number);
        }
    }

    @ApplicationScoped
    static class OfNothing {
        void record(@Observes @RethinkTopic("nothing") Order order) {
            CALLS.add("record " + order);
        }

        void bean(@Observes @RethinkTopic("nothing") Refund refund) {
            CALLS.add("bean " + refund);
        }

        void list(@Observes @RethinkTopic("nothing") List<Order> orders) {
            CALLS.add("list " + orders);
        }
    }

    @Test
    void theFirstEventOfAnObserverMayHaveNoPayload() throws Exception {
        try (var container = container(OfNothing.class, Configuration.class)) {
            observer(container, "record").call(null);
            observer(container, "bean").call(null);
            observer(container, "list").call(null);

            assertThat(CALLS).containsExactly("record null", "bean null", "list null");
        }
    }

    @Test
    void aLifecycleEventReachesEveryObserverOfItsChannelAlthoughOneThrows() {
        try (var container = container(Orders.class, Basket.class, Configuration.class)) {
            var application = container.select(ApplicationBeans.class).get();
            var invoker = new ObserverInvoker(application.all());
            var notifier = new LifecycleNotifier(application.lifecycleObservers(), invoker, Runnable::run);

            notifier.accept(new Disconnected("audit", new IOException("cut")));
            notifier.accept(new Disconnected("other", new IOException("cut")));
            notifier.accept(new Connected("audit"));

            assertThat(CALLS)
                    .containsExactly(
                            "lost",
                            "lost audit, basket 1",
                            "variable audit",
                            "lost",
                            "variable other",
                            "variable audit");
        }
    }

    @Singleton
    static class Shop {
        @Inject
        Emitter emitter;

        @Inject
        @RethinkChannel("audit")
        Instance<Emitter> audit;

        @Inject
        @RethinkTopic("order.placed")
        Instance<TopicEmitter<List<Order>>> orders;
    }

    @Test
    void emittersCanBeInjectedForEveryChannelAndTopicThatIsAskedFor() {
        try (var container = container(Shop.class, Configuration.class)) {
            var catalogue = container.select(Catalogue.class).get();

            assertThat(catalogue.channels()).containsExactlyInAnyOrder("", "audit");
            assertThat(container
                            .select(Emitter.class, RethinkChannel.Literal.of("audit"))
                            .isResolvable())
                    .isTrue();
            assertThat(container.select(Shop.class).get().orders.isResolvable()).isTrue();
        }
    }

    @ApplicationScoped
    static class Till {
        @Inject
        Emitter emitter;

        /** Triggers events that wait for each other, and returns the ids under which they are stored. */
        List<String> ring() {
            return IntStream.range(0, 100)
                    .mapToObj(number -> emitter.trigger("ring", number).toCompletableFuture())
                    .toList()
                    .stream()
                    .map(stage -> stage.join().id())
                    .toList();
        }
    }

    @Test
    void eventsArePackedIfMicroProfileConfigSaysSo() {
        try (var server = EmbeddedRethinkDb.start()) {
            assertThat(storedIds(server, "auto")).last().asString().contains(".");
            assertThat(storedIds(server, "never")).noneMatch(id -> id.contains("."));
            assertThatThrownBy(() -> storedIds(server, "sometimes"))
                    .hasStackTraceContaining("rethink.emitter.publish.pack")
                    .hasStackTraceContaining("\"sometimes\"");
        }
    }

    // The id of a packed event is that of its document, a dot, and its place.
    private List<String> storedIds(EmbeddedRethinkDb server, String pack) {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        var resolver = ConfigProviderResolver.instance();
        Config config = new SmallRyeConfigBuilder()
                .withDefaultValue("rethink.emitter.url", server.uri() + "/test")
                .withDefaultValue("rethink.emitter.publish.pack", pack)
                .build();
        resolver.releaseConfig(resolver.getConfig(loader));
        resolver.registerConfig(config, loader);
        try (var container = container(Till.class)) {
            return container.select(Till.class).get().ring();
        } finally {
            resolver.releaseConfig(config);
        }
    }

    private io.github.rethinkemitter.internal.flow.Observer observer(SeContainer container, String name) {
        var invoker = new ObserverInvoker(
                container.select(ApplicationBeans.class).get().all());
        return container.select(Catalogue.class).get().rows().stream()
                .filter(row -> row.entry().method().contains("." + name + "("))
                .map(row -> new CataloguedObserver(row, invoker, row.entry().failureRules()))
                .findFirst()
                .orElseThrow();
    }

    private SeContainer container(Class<?>... beans) {
        return initializer().disableDiscovery().addBeanClasses(beans).initialize();
    }
}
