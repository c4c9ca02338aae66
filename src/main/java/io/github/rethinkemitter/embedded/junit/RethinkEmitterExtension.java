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
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiPredicate;
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
 * <p><b>How the application finds the server:</b> by the system property {@code rethink.emitter.url}, which stands above files
 * and the environment, in Java SE, in Weld's tests and in {@code @QuarkusTest} alike. It is set when the extension is made,
 * and put back after the last test of the class. Only an {@code EmitterOptions} bean of the application that has a
 * {@code url} stands above it. The application must run in the JVM of the test.
 *
 * <p><b>How the container finds the library:</b> by itself, where it looks for extensions: {@code @QuarkusTest}, and
 * {@code SeContainerInitializer.newInstance().initialize()}. Where it does not, because of {@code disableDiscovery()} or of
 * weld-junit, {@link #addTo} or {@code @AddExtensions(EmitterCdiExtension.class)} adds it.
 *
 * <p><b>Lifecycle:</b> the field is static. One server serves all test classes of a run, and ends with the run, since an
 * application may outlive a test class. Before each test, and before a container that is started for it, all faults end and
 * all documents are deleted. Behind {@code @BeforeEach} methods, each test waits until every application that has started is
 * connected. What the test before left to be stored may come into this one: wait for it there.
 *
 * <p><b>Parallel tests:</b> a JVM has one configuration, so test classes with this extension, and their methods, run one after
 * another: where tests run in parallel, annotate each class with {@code @ResourceLock(RethinkEmitterExtension.LOCK)} and
 * {@code @Execution(SAME_THREAD)}. Otherwise the second one fails and says so.
 *
 * <p><b>Thread safety:</b> all other methods may be called from any thread.
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
    private final AtomicReference<@Nullable String> running = new AtomicReference<>(); // the id of the test
    private volatile TestRunServer server;
    private int classes; // that are under way, nested ones counted as well; guarded by this
    private volatile boolean cleared; // for the test that comes next

    private RethinkEmitterExtension(Builder builder) {
        timeout = builder.timeout;
        configuration = new TestConfiguration(builder.properties);
        server = TestRunServer.get();
        configuration.prepare();
    }

    /**
     * With all settings at their defaults.
     *
     * @return the extension, for a static field with {@code @RegisterExtension}
     */
    public static RethinkEmitterExtension create() {
        return builder().build();
    }

    /**
     * With settings.
     *
     * @return a builder with the defaults
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
     * @param <T> its class, such as {@code Weld}
     * @param container what the container is made of
     * @return the same
     */
    public <T extends SeContainerInitializer> T addTo(T container) {
        container.addExtensions(new EmitterCdiExtension());
        return container;
    }

    /**
     * Makes the server misbehave. What was set is cleared before the next test.
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
     * All events that are stored and were not deleted before this test, by time; those of one publisher in its order.
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
     * Those of some topics.
     *
     * @param topic a topic, or a pattern as {@code @RethinkTopic} has it
     * @return the events of that topic
     * @throws IllegalArgumentException when it is neither
     */
    public List<TableEvent> stored(String topic) {
        var pattern = TopicPattern.of(topic);
        return stored().stream().filter(event -> pattern.matches(event.topic())).toList();
    }

    /** Waits until every application is connected; for a test that starts one, or that broke the connection. */
    public void awaitConnected() {
        if (!awaited(() -> server().applications().awaitConnected(timeout))) {
            throw missing("is not connected");
        }
    }

    /**
     * Waits until an event of this topic, triggered since the test began, is observed: each of its observers has returned or
     * failed.
     *
     * @param topic a topic, or a pattern as {@code @RethinkTopic} has it
     * @throws AssertionError when that takes longer than the timeout
     */
    public void awaitObserved(String topic) {
        awaitObserved(topic, 1);
    }

    /**
     * Waits until so many events of this topic, triggered since the test began, are observed: all observers of each have
     * returned or failed. With several applications in this JVM, each must have observed as many.
     *
     * @param topic a topic, or a pattern as {@code @RethinkTopic} has it
     * @param count how many events at least
     * @throws AssertionError when that takes longer than the timeout
     */
    public void awaitObserved(String topic, int count) {
        var pattern = TopicPattern.of(topic);
        awaitObserved((id, its) -> pattern.matches(its), count, count + " of topic \"" + topic + "\"");
    }

    /**
     * Waits until one event is observed: each of its observers has returned or failed.
     *
     * @param receipt what {@code trigger} gave for it
     * @throws AssertionError when that takes longer than the timeout
     */
    public void awaitObserved(Receipt receipt) {
        awaitObserved((id, topic) -> id.equals(receipt.id()), 1, "that of " + receipt);
    }

    /**
     * Waits until one event is stored and observed: each of its observers has returned or failed.
     *
     * @param triggered what {@code trigger} returned
     * @return says where the event is stored
     * @throws AssertionError when that takes longer than the timeout, or the event is not stored
     */
    public Receipt awaitObserved(CompletionStage<Receipt> triggered) {
        try {
            var receipt = triggered.toCompletableFuture().get(timeout.toNanos(), TimeUnit.NANOSECONDS);
            awaitObserved(receipt);
            return receipt;
        } catch (ExecutionException e) {
            throw new AssertionError("RTH0824 the event was not stored. See the cause", e.getCause());
        } catch (TimeoutException e) {
            throw missing("did not store the event");
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private void awaitObserved(BiPredicate<String, String> wanted, int count, String what) {
        var applications = server().applications();
        if (awaited(() -> applications.awaitObserved(wanted, count, timeout))) {
            return;
        }
        if (applications.isEmpty()) {
            throw missing("observed nothing");
        }
        var topics = stored().stream()
                .collect(Collectors.groupingBy(TableEvent::topic, TreeMap::new, Collectors.counting()));
        throw new AssertionError("RTH0823 wanted events are " + what + ", and " + applications.observed(wanted)
                + " were observed within " + timeout.toMillis() + " ms. Stored are, by topic, " + topics + "; "
                + applications
                + ". What is not stored was not triggered, or is on its way: wait longer with timeout(…)");
    }

    private AssertionError missing(String what) {
        var applications = server().applications();
        return applications.isEmpty()
                ? new AssertionError("RTH0821 no application uses the embedded server of this test after "
                        + timeout.toMillis()
                        + " ms. Start the container before; if it was started, see that it has the library"
                        + " (RethinkEmitterExtension.addTo, or @AddExtensions(EmitterCdiExtension.class)), observers or"
                        + " an Emitter, no EmitterOptions bean with a url of its own, and not enabled=false")
                : new AssertionError(
                        "RTH0822 the application " + what + " within " + timeout.toMillis() + " ms: " + applications
                                + ". End the faults of the test, if it has set some, or wait longer with timeout(…)");
    }

    private interface Wait {
        boolean until() throws InterruptedException;
    }

    private static boolean awaited(Wait wait) {
        try {
            return wait.until();
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static AssertionError interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new AssertionError("RTH0825 the test was interrupted while it waited for the application", e);
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
        // With a container for each test, the others' callbacks would have started it before ours could clear the
        // tables.
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
        var its = server();
        its.faults().clear();
        its.resumeServing();
        // An application that runs needs its position.
        boolean rests = its.applications().isEmpty();
        var ids = stored().stream().map(TableEvent::id).collect(Collectors.toSet());
        its.documents().delete(table -> rests || !table.endsWith("_positions"));
        its.applications().forget(ids);
    }

    @Override
    public void beforeTestExecution(ExtensionContext context) {
        // A test may start its application itself, or need none.
        if (!server().applications().isEmpty()) {
            awaitConnected();
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        running.compareAndSet(context.getUniqueId(), null);
        server().faults().clear(); // so that the application can stop in order
    }

    @Override
    public synchronized void afterAll(ExtensionContext context) {
        if (classes > 0 && --classes == 0) {
            configuration.end();
        }
    }

    /** Settings of the extension. */
    public static final class Builder {

        private final Map<String, String> properties = new TreeMap<>();
        private Duration timeout = Duration.ofSeconds(10);

        private Builder() {
            channel("");
        }

        /**
         * How long each wait lasts at most; 10 seconds by default.
         *
         * @param longest more than nothing
         * @return this builder
         */
        public Builder timeout(Duration longest) {
            timeout = longest;
            return this;
        }

        /**
         * An option of the application during the tests, above what files and the environment say.
         *
         * @param name without its prefix, such as {@code observer.timeout} or {@code channel.audit.persist}
         * @param value as it is written in a file
         * @return this builder
         */
        public Builder option(String name, Object value) {
            properties.put(PREFIX + name, value.toString());
            return this;
        }

        /**
         * A channel whose configuration names a server of its own: it uses the embedded one during the tests. Channels that do
         * not name one use it anyway.
         *
         * @param name the channel's name
         * @return this builder
         */
        public Builder channel(String name) {
            return option((name.isEmpty() ? "" : "channel." + name + ".") + "url", "embedded:" + TestRunServer.NAME);
        }

        /**
         * Makes it, and starts the server.
         *
         * @return the extension, for a static field with {@code @RegisterExtension}
         */
        public RethinkEmitterExtension build() {
            return new RethinkEmitterExtension(this);
        }
    }
}
