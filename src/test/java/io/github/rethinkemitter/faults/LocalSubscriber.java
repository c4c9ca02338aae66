package io.github.rethinkemitter.faults;

import io.github.rethinkemitter.Connected;
import io.github.rethinkemitter.Disconnected;
import io.github.rethinkemitter.EmitterOptions;
import io.github.rethinkemitter.EventsMissed;
import io.github.rethinkemitter.RethinkEvent;
import io.github.rethinkemitter.contract.TestApplication;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A subscriber in this JVM, which gets a new application each time it is started. */
final class LocalSubscriber implements EventSubscriber {

    private final String name;
    private final EmitterOptions options;
    private final Consumer<RethinkEvent> observer;
    private final Observations observations = new Observations();
    private final Observations redriven = new Observations();
    private final List<EventsMissed> missed = new CopyOnWriteArrayList<>();
    private volatile boolean fails;
    private boolean redeliveryAllowed;
    private boolean unmarkedRedeliveryAllowed;
    private @Nullable TestApplication application;

    LocalSubscriber(String name, EmitterOptions options) {
        this(name, options, event -> {});
    }

    /** @param observer called after each event was counted */
    LocalSubscriber(String name, EmitterOptions options, Consumer<RethinkEvent> observer) {
        this.name = name;
        this.options = options;
        this.observer = observer;
    }

    /** Does not count events observed again and marked as redelivered: its position cannot be stored during a fault. */
    LocalSubscriber allowingRedelivery() {
        redeliveryAllowed = true;
        return this;
    }

    @Override
    public void allowUnmarkedRedelivery() {
        unmarkedRedeliveryAllowed = true;
    }

    /** Lets its observer fail on every tenth event until {@link #mend}. */
    LocalSubscriber failing() {
        fails = true;
        return this;
    }

    @Override
    public void mend() {
        fails = false;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void start() {
        application = TestApplication.of(options)
                .observing(NumberedEvents.TOPIC, RethinkEvent.class, this::observe)
                .started();
    }

    @Override
    public void awaitConnected() {
        if (application != null) {
            application.awaitLifecycle(Connected.class);
        }
    }

    @Override
    public Optional<ReportedStatus> status() {
        return Optional.ofNullable(application)
                .map(running -> ReportedStatus.of(running.status().now()));
    }

    /** Whether the current application has lost the connection to the database. */
    boolean wasDisconnected() {
        return application != null && !application.lifecycle(Disconnected.class).isEmpty();
    }

    private void observe(RethinkEvent event) {
        if (fails && NumberedEvents.isFailing(NumberedEvents.number(event))) {
            throw new IllegalStateException("on purpose");
        }
        (event.redriven() ? redriven : observations).observe(event);
        observer.accept(event);
    }

    @Override
    public void stop() {
        if (application != null) {
            try {
                application.close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
            missed.addAll(application.lifecycle(EventsMissed.class));
            application = null;
        }
    }

    @Override
    public EventSet observed() {
        return observations.observed();
    }

    @Override
    public Observations redriven() {
        return redriven;
    }

    @Override
    public int twice() {
        if (unmarkedRedeliveryAllowed) {
            return 0;
        }
        return redeliveryAllowed ? observations.twiceUnmarked() : observations.twice();
    }

    @Override
    public int displaced() {
        return observations.displaced();
    }

    @Override
    public List<String> missed() {
        return missed.stream().map(EventsMissed::cause).toList();
    }

    @Override
    public void close() {
        stop();
    }
}
