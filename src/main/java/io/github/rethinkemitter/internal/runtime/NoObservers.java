package io.github.rethinkemitter.internal.runtime;

import io.github.rethinkemitter.internal.flow.ReplayListener;
import io.github.rethinkemitter.internal.flow.ReplayedEvent;
import io.github.rethinkemitter.internal.timeline.ReplayObservers;
import java.util.List;

/** The observers of a channel for which the application has none. */
record NoObservers() implements ReplayObservers {

    @Override
    public List<String> names() {
        return List.of();
    }

    @Override
    public boolean isObservedBy(String observer, String topic) {
        return false;
    }

    @Override
    public boolean accept(ReplayedEvent event) {
        return false;
    }

    @Override
    public void cancel(ReplayListener replay) {}
}
