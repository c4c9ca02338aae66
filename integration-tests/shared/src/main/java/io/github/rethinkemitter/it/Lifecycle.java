package io.github.rethinkemitter.it;

import io.github.rethinkemitter.Connected;
import io.github.rethinkemitter.ObserverFailed;
import io.github.rethinkemitter.RethinkChannel;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

/** Observers of lifecycle events. */
@ApplicationScoped
public class Lifecycle {

    @Inject
    Received received;

    void connected(@Observes Connected event) {
        received.add("connected \"" + event.channel() + "\"");
    }

    void auditConnected(@Observes @RethinkChannel("audit") Connected event) {
        received.add("audit is ready");
    }

    void failed(@Observes ObserverFailed event) {
        received.add(
                failed(event.observer(), event.attempt(), event.nextAttempt().isEmpty()));
    }

    static String failed(String observer, int attempt, boolean last) {
        return "failed " + observer + ", attempt " + attempt + (last ? ", the last" : ", another follows");
    }
}
