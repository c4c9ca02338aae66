package io.github.rethinkemitter.it;

import io.github.rethinkemitter.Emitter;
import io.github.rethinkemitter.OnFailure;
import io.github.rethinkemitter.RethinkEvent;
import io.github.rethinkemitter.RethinkTopic;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.inject.Inject;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Observers whose calls tests find in the traces: one that is retried, and one that triggers another event. */
@ApplicationScoped
public class TracedObservers {

    static final String TOPIC = "traced";

    private final Set<String> seen = ConcurrentHashMap.newKeySet();

    @Inject
    Emitter emitter;

    @OnFailure(name = "retried", maxAttempts = 2, delay = "10ms")
    void retried(@Observes @RethinkTopic(TOPIC) RethinkEvent event) {
        if (seen.add(event.id())) {
            throw new UnsupportedOperationException("at the first attempt");
        }
    }

    @OnFailure(name = "replying")
    void replying(@ObservesAsync @RethinkTopic(TOPIC) String text) {
        emitter.trigger("reply", text);
    }
}
