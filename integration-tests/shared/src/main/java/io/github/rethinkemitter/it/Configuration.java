package io.github.rethinkemitter.it;

import io.github.rethinkemitter.EmitterOptions;
import io.github.rethinkemitter.RethinkChannel;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;

/** Configures the second channel in code. The database is configured by properties. */
@ApplicationScoped
public class Configuration {

    @Produces
    @RethinkChannel("audit")
    EmitterOptions audit() {
        return EmitterOptions.none().with("table", "audit");
    }
}
