package io.github.rethinkemitter.internal.cdi;

import io.github.rethinkemitter.RethinkEvent;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Observes;

/** A bean of each war that observes all events. */
@Dependent
public class WarTimeline {

    void all(@Observes RethinkEvent event) {}
}
