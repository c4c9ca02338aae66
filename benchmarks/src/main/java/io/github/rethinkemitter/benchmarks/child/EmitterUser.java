package io.github.rethinkemitter.benchmarks.child;

import io.github.rethinkemitter.Emitter;
import io.github.rethinkemitter.RethinkTopic;
import io.github.rethinkemitter.benchmarks.contenders.Payload;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

/** A bean that uses the library: it has an emitter and an observer. */
@ApplicationScoped
class EmitterUser {

    @Inject
    Emitter emitter;

    void payload(@Observes @RethinkTopic("started") Payload payload) {}
}
