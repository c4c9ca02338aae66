package io.github.rethinkemitter.embedded.junit;

import io.github.rethinkemitter.Receipt;
import io.github.rethinkemitter.embedded.EmbeddedRethinkDb;
import io.github.rethinkemitter.embedded.Faults;
import io.github.rethinkemitter.internal.flow.TopicPattern;
import jakarta.enterprise.inject.se.SeContainerInitializer;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.BeforeTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.TestInstanceFactoryContext;
import org.junit.jupiter.api.extension.TestInstancePreConstructCallback;

/**
 * Runs the tests of a class on an embedded server, and waits for what the application does.
 *
 * <pre>{@code
 * @EnableWeld
 * class OrdersTest {
 *
 *     @RegisterExtension
 *     static final RethinkEmitterExtension rethink = RethinkEmitterExtension.create();
 *
 *     @WeldSetup
 *     WeldInitiator weld = WeldInitiator.of(rethink.addTo(WeldInitiator.createWeld().beanClasses(Orders.class)));
 *
 *     @Inject Orders orders;
 *
 *     @Test
 *     void anOrderIsObservedOnceTheDatabaseIsBack() {
 *         rethink.faults().dropConnections();
 *
 *         orders.place(new Order(7));
 *
 *         rethink.awaitObserved("order.placed");
 *         assertThat(orders.seen()).containsExactly(new Order(7));
 *         assertThat(rethink.stored("order.placed")).extracting(TableEvent::json).containsExactly("[{\"number\":7}]");
 *     }
 * }
 * }</pre>
 *
 * <p><b>How the application finds the server:</b> through the system property {@code rethink.emitter.url}. It takes precedence
 * over configuration files and the environment, in Java SE, in Weld's tests and in {@code @QuarkusTest}. Only a bean of
 * {@code EmitterOptions} with a {@code url} takes precedence over the property. The property is set when the extension is
 * created, and gets its old value back after the last test of the class. The application must run in the JVM of the test.
 *
 * <p><b>How the container finds the library:</b> by itself, if the container looks for extensions, as in {@code @QuarkusTest}
 * and with {@code SeContainerInitializer.newInstance().initialize()}. With {@code disableDiscovery()} and with weld-junit it
 * does not: then {@link #addTo} or {@code @AddExtensions(EmitterCdiExtension.class)} adds the library.
 *
 * <p><b>Lifecycle:</b> the field is static. One server serves all test classes of a run and stops at the end of the run,
 * because an application may live longer than a test class. Before each test, and before a container that is started for it,
 * all faults end and all documents are deleted. After the {@code @BeforeEach} methods each test waits until every application
 * that has started is connected. An event that a test triggers without waiting for it may be stored in the next test, so wait
 * in the test that triggers it.
 *
 * <p><b>Parallel tests:</b> a JVM has one configuration of the library, so test classes with this extension, and their methods,
 * must run one after another. If JUnit runs tests in parallel, annotate each class with
 * {@code @ResourceLock(RethinkEmitterExtension.LOCK)} and {@code @Execution(SAME_THREAD)}. Without that, a test that runs at the
 * same time as another fails with a message that says so.
 *
 * <p><b>Thread safety:</b> all methods but the callbacks of JUnit may be called from any thread.
 */
public final class RethinkEmitterExtension
        implements BeforeAllCallback,
                TestInstancePreConstructCallback,
                BeforeEachCallback,
                BeforeTestExecutionCallback,
                AfterEachCallback,
                AfterAllCallback {

    /** The name for {@code @ResourceLock}, where test classes run in parallel. */
    public static final String LOCK = "rethink-emitter";

    private static final String PREFIX = "rethink.emitter.";
    private static final Namespace NAMESPACE = Namespace.create(RethinkEmitterExtension.class);

    private final Duration timeout;
    private final TestConfiguration configuration;
    private final AtomicReference<@Nullable String> running = new AtomicReference<>(); // the id of the running test
    private volatile TestRunServer server;
    private int classes; // how many test classes are running, nested ones included; guarded by this
    private volatile boolean cleared; // whether the server was cleared for the test that comes next

    private RethinkEmitterExtension(Builder builder) {
        timeout = builder.timeout;
        configuration = new TestConfiguration(builder.properties);
        server = TestRunServer.get();
        configuration.prepare();
    }

    /**
     * Creates an extension with all settings at their defaults.
     *
     * @return the extension, for a static field with {@code @RegisterExtension}
     */
    public static RethinkEmitterExtension create() {
        return builder().build();
    }

    /**
     * Begins an extension with other settings.
     *
     * <pre>{@code
     * RethinkEmitterExtension.builder().option("observer.timeout", "1s").timeout(Duration.ofSeconds(30)).build();
     * }</pre>
     *
     * @return a builder with all settings at their defaults
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Adds the library to a container that does not look for extensions itself.
     *
     * <pre>{@code
     * rethink.addTo(WeldInitiator.createWeld().beanClasses(Orders.class))
     * rethink.addTo(SeContainerInitializer.newInstance().disableDiscovery()).addBeanClasses(Orders.class).initialize()
     * }</pre>
     *
     * @param <T> the type of the container's builder, such as {@code Weld}
     * @param container the container's builder
     * @return the same builder
     */
    public <T extends SeContainerInitializer> T addTo(T container) {
        container.addExtensions(new EmitterCdiExtension());
        return container;
    }

    /**
     * Makes the server misbehave. Faults that last end before the next test.
     *
     * @return the server's faults
     */
    public Faults faults() {
        return server().faults();
    }

    /**
     * The server, for instance to connect a driver to its {@code uri()}.
     *
     * @return the server that the applications of the tests use
     */
    public EmbeddedRethinkDb server() {
        return server.server();
    }

    /**
     * All stored events, sorted by the time at which they were stored. Events of one publisher are in their order.
     *
     * @return the events of all channels
     */
    public List<TableEvent> stored() {
        return server().documents().asJson().entrySet().stream()
                .flatMap(table -> table.getValue().stream()
                        .flatMap(document -> EventDocument.read(table.getKey(), document).stream()))
                .sorted(Comparator.comparing(TableEvent::timestamp)
                        .thenComparing(event -> event.origin().orElse(""))
                        .thenComparingLong(event -> event.sequence().orElse(0)))
                .toList();
    }

    /**
     * The stored events of some topics, sorted like those of {@link #stored()}.
     *
     * @param topic a topic, or a pattern like those of {@code @RethinkTopic}
     * @return the events whose topics match
     * @throws IllegalArgumentException when {@code topic} is neither
     */
    public List<TableEvent> stored(String topic) {
        var pattern = TopicPattern.of(topic);
        return stored().stream().filter(event -> pattern.matches(event.topic())).toList();
    }

    /**
     * Waits until every application is connected. A test needs it after it has started an application, or broken the
     * connection.
     *
     * @throws AssertionError when that takes longer than the timeout
     */
    public void awaitConnected() {
        waits().awaitConnected();
    }

    /**
     * Waits until an event of this topic that was triggered since the test began is observed: each of its observers has
     * returned, or failed for the last time.
     *
     * @param topic a topic, or a pattern like those of {@code @RethinkTopic}
     * @throws AssertionError when that takes longer than the timeout
     * @throws IllegalArgumentException when {@code topic} is neither
     */
    public void awaitObserved(String topic) {
        awaitObserved(topic, 1);
    }

    /**
     * Waits until a number of events of this topic that were triggered since the test began are observed: all observers of
     * each have returned, or failed for the last time. With several applications in this JVM, each must have observed as many.
     *
     * @param topic a topic, or a pattern like those of {@code @RethinkTopic}
     * @param count how many events at least
     * @throws AssertionError when that takes longer than the timeout
     * @throws IllegalArgumentException when {@code topic} is neither
     */
    public void awaitObserved(String topic, int count) {
        var pattern = TopicPattern.of(topic);
        waits().awaitObserved(
                        (id, observed) -> pattern.matches(observed), count, count + " of topic \"" + topic + "\"");
    }

    /**
     * Waits until an event is observed: each of its observers has returned, or failed for the last time.
     *
     * @param receipt the event's receipt, which {@code trigger} completes with
     * @throws AssertionError when that takes longer than the timeout
     */
    public void awaitObserved(Receipt receipt) {
        waits().awaitObserved((id, topic) -> id.equals(receipt.id()), 1, "that of " + receipt);
    }

    /**
     * Waits until an event is stored and observed: each of its observers has returned, or failed for the last time.
     *
     * @param triggered the stage that {@code trigger} returned
     * @return the event's receipt
     * @throws AssertionError when either takes longer than the timeout, or the event is not stored
     */
    public Receipt awaitObserved(CompletionStage<Receipt> triggered) {
        var receipt = waits().awaitStored(triggered);
        awaitObserved(receipt);
        return receipt;
    }

    private ApplicationWaits waits() {
        return new ApplicationWaits(
                server().applications(),
                () -> stored().stream()
                        .collect(Collectors.groupingBy(TableEvent::topic, TreeMap::new, Collectors.counting())),
                timeout);
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        var name = context.getRequiredTestClass().getName();
        synchronized (this) {
            var other = configuration.begin(name);
            if (other != null) {
                throw new ExtensionConfigurationException("RTH0826 test classes \"" + other + "\" and \"" + name
                        + "\" run at the same time, and a JVM has one configuration of the emitter. Annotate both with"
                        + " @ResourceLock(RethinkEmitterExtension.LOCK)");
            }
            classes++;
        }
        server = TestRunServer.get();
        context.getRoot().getStore(NAMESPACE).put(TestRunServer.class, server);
    }

    @Override
    public void preConstructTestInstance(TestInstanceFactoryContext factory, ExtensionContext context) {
        // Another extension may start a container for the test in its own beforeEach, before this extension's. The
        // documents must be deleted by then.
        if (context.getTestInstanceLifecycle().orElse(Lifecycle.PER_METHOD) == Lifecycle.PER_METHOD && hasBegun()) {
            clear();
            cleared = true;
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        if (!hasBegun()) {
            throw new ExtensionConfigurationException("RTH0827 the field of type RethinkEmitterExtension in \""
                    + context.getRequiredTestClass().getName()
                    + "\" is not static. Make it: @RegisterExtension static final RethinkEmitterExtension …");
        }
        if (!running.compareAndSet(null, context.getUniqueId())) {
            throw new ExtensionConfigurationException("RTH0828 tests of \""
                    + context.getRequiredTestClass().getName()
                    + "\" run at the same time, and share one table. Annotate the class with"
                    + " @Execution(ExecutionMode.SAME_THREAD)");
        }
        if (!cleared) {
            clear();
        }
        cleared = false;
    }

    private synchronized boolean hasBegun() {
        return classes > 0;
    }

    private void clear() {
        var database = server();
        database.faults().clear();
        database.resumeServing();
        // A running application needs its stored position.
        boolean withPositions = database.applications().isEmpty();
        var ids = stored().stream().map(TableEvent::id).collect(Collectors.toSet());
        database.documents().delete(table -> withPositions || !table.endsWith("_positions"));
        database.applications().forget(ids);
    }

    @Override
    public void beforeTestExecution(ExtensionContext context) {
        // A test may also start its application itself, or need none.
        if (!server().applications().isEmpty()) {
            awaitConnected();
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        running.compareAndSet(context.getUniqueId(), null);
        server().faults().clear(); // so that an application that stops now can store what waits
    }

    @Override
    public synchronized void afterAll(ExtensionContext context) {
        if (classes > 0 && --classes == 0) {
            configuration.end();
        }
    }

    /** The settings of an extension. Every setting has a default. Not safe for use by several threads. */
    public static final class Builder {

        private final Map<String, String> properties = new TreeMap<>();
        private Duration timeout = Duration.ofSeconds(10);

        private Builder() {
            channel("");
        }

        /**
         * How long each wait lasts at most; 10 seconds by default.
         *
         * @param longest a positive duration
         * @return this builder
         */
        public Builder timeout(Duration longest) {
            timeout = longest;
            return this;
        }

        /**
         * Sets an option of the library during the tests. It takes precedence over configuration files and the environment.
         *
         * @param name the option without its prefix, such as {@code observer.timeout} or {@code channel.audit.persist}
         * @param value the value as it is written in a configuration file
         * @return this builder
         */
        public Builder option(String name, Object value) {
            properties.put(PREFIX + name, value.toString());
            return this;
        }

        /**
         * Makes a channel use the embedded server during the tests. Only a channel whose configuration has a {@code url} of
         * its own needs this: all other channels use the embedded server anyway.
         *
         * @param name the channel's name
         * @return this builder
         */
        public Builder channel(String name) {
            return option((name.isEmpty() ? "" : "channel." + name + ".") + "url", "embedded:" + TestRunServer.NAME);
        }

        /**
         * Creates the extension, and starts the server if this is the first one.
         *
         * @return the extension, for a static field with {@code @RegisterExtension}
         */
        public RethinkEmitterExtension build() {
            return new RethinkEmitterExtension(this);
        }
    }
}
