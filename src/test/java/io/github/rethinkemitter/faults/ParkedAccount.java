package io.github.rethinkemitter.faults;

import static io.github.rethinkemitter.ParkedState.PARKED;

import io.github.rethinkemitter.EmitterOptions;
import io.github.rethinkemitter.ParkedEvent;
import io.github.rethinkemitter.ParkedQuery;
import io.github.rethinkemitter.Redrive;
import io.github.rethinkemitter.contract.TestApplication;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of the events on which the failing subscriber fails: they are parked, and handled when its observer is mended and
 * somebody redrives them. An application that observes nothing reads and redrives them.
 */
final class ParkedAccount implements AutoCloseable {

    /** The name of the failing subscriber. */
    static final String OWNER = "failing";

    private final EmitterOptions options;
    private @Nullable TestApplication application;
    private EventSet handled = new EventSet();
    private EventSet parked = new EventSet();
    private List<ParkedEvent> entries = List.of();
    private long redriven;
    private List<String> left = List.of();

    ParkedAccount(EmitterOptions options) {
        this.options = options;
    }

    // Started when it is needed for the first time, so that no fault disturbs it.
    private TestApplication application() {
        if (application == null) {
            application = TestApplication.of(options).started();
        }
        return application;
    }

    private List<ParkedEvent> find(ParkedQuery query) {
        return application().parkedEvents().find(query).toList();
    }

    /** Whether the subscriber has handled or parked all of these events. */
    boolean hasAll(EventSet events, EventSubscriber subscriber) {
        handled = subscriber.observed().copy();
        EventSet missing = events.without(handled);
        if (missing.count() > missing.failing().count()
                || missing.count() > application().parkedEvents().count(ParkedQuery.inState(PARKED))) {
            return false;
        }
        read();
        return missing.without(parked).count() == 0;
    }

    private void read() {
        entries = find(ParkedQuery.inState(PARKED)).stream()
                .filter(entry -> entry.owner().equals(OWNER))
                .toList();
        parked = new EventSet();
        entries.forEach(
                entry -> parked.add(NumberedEvents.publisher(entry.event()), NumberedEvents.number(entry.event())));
    }

    /** Lets the observer be called again with all that is parked. */
    void redrive() {
        read();
        redriven = application().parkedEvents().redrive(ParkedQuery.all(), Redrive.all());
    }

    /** Whether the subscriber has handled all that was redriven, and nothing is left to be done for any subscriber. */
    boolean isSettled(EventSubscriber subscriber) {
        return parked.without(subscriber.redriven().observed()).count() == 0
                && application().parkedEvents().count(ParkedQuery.all()) == 0;
    }

    EventSet handledOrParked() {
        EventSet all = handled.copy();
        all.addAll(parked);
        return all;
    }

    int parked() {
        return parked.count();
    }

    void check(EventSubscriber subscriber, SoftAssertions checks) {
        left = find(ParkedQuery.all()).stream().map(ParkedEvent::toString).toList();
        checks.assertThat(parked.count()).as("events parked").isPositive();
        checks.assertThat(parked.without(parked.failing()).count())
                .as("events parked on which the observer does not fail")
                .isZero();
        checks.assertThat(entries).as("parked entries, one for each event").hasSize(parked.count());
        checks.assertThat(redriven).as("events redriven").isEqualTo(parked.count());
        EventSet handledInTheEnd = subscriber.redriven().observed();
        checks.assertThat(parked.without(handledInTheEnd).count())
                .as("parked events that were not handled when they were redriven")
                .isZero();
        checks.assertThat(handledInTheEnd.without(parked).count())
                .as("events that were redriven although they were not parked")
                .isZero();
        checks.assertThat(subscriber.redriven().twice())
                .as("events redriven twice")
                .isZero();
        checks.assertThat(left).as("entries left").isEmpty();
    }

    @Override
    public void close() {
        if (application != null) {
            try {
                application.close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
            application = null;
        }
    }
}
