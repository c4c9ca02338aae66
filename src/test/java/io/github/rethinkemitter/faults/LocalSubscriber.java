package io.github.rethinkemitter.faults;

import io.github.rethinkemitter.Connected;
import io.github.rethinkemitter.Disconnected;
import io.github.rethinkemitter.EmitterOptions;
import io.github.rethinkemitter.EventsMissed;
import io.github.rethinkemitter.RethinkEvent;
import io.github.rethinkemitter.contract.TestApplication;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A subscriber in this JVM, with an application of its own each time that it is started. */
final class LocalSubscriber implements EventSubscriber {

    private final String name;
    private final EmitterOptions options;
    private final Consumer<RethinkEvent> observer;
    private final Observations observations = new Observations();
    private final List<EventsMissed> missed = new CopyOnWriteArrayList<>();
    private boolean mayRepeat;
    private boolean mayRepeatUnflagged;
    private @Nullable TestApplication application;

    LocalSubscriber(String name, EmitterOptions options) {
        this(name, options, event -> {});
    }

    /** @param observer called after each event was written down */
    LocalSubscriber(String name, EmitterOptions options, Consumer<RethinkEvent> observer) {
        this.name = name;
        this.options = options;
        this.observer = observer;
    }

    /** What it observes again, flagged, does not count: it is stopped when the database cannot be told how far it is. */
    LocalSubscriber mayRepeat() {
        mayRepeat = true;
        return this;
    }

    /** Nor does what it observes again without a flag. */
    void mayRepeatUnflagged() {
        mayRepeatUnflagged = true;
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

    /** Whether its application, as it is now, has been told that it lost the database. */
    boolean wasDisconnected() {
        return application != null && !application.lifecycle(Disconnected.class).isEmpty();
    }

    private void observe(RethinkEvent event) {
        observations.observe(event);
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
    public EventSet seen() {
        return observations.seen();
    }

    @Override
    public int twice() {
        if (mayRepeatUnflagged) {
            return 0;
        }
        return mayRepeat ? observations.twiceUnflagged() : observations.twice();
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
