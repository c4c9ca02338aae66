package io.github.rethinkemitter.it;

import io.github.rethinkemitter.EmitterOptions;
import io.github.rethinkemitter.RethinkChannel;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;

/** The second channel by program; the database by configuration. */
@ApplicationScoped
public class Configuration {

    @Produces
    @RethinkChannel("audit")
    EmitterOptions audit() {
        return EmitterOptions.none().with("table", "audit");
    }
}
