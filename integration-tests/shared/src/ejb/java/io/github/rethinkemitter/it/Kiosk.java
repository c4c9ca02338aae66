package io.github.rethinkemitter.it;

import io.github.rethinkemitter.Emitter;
import io.github.rethinkemitter.OnFailure;
import io.github.rethinkemitter.RethinkTopic;
import jakarta.annotation.PreDestroy;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.UUID;

/**
 * An EJB that observes what it triggers while it is destroyed, if the server is started for that. By then the component has
 * stopped. It writes to the server's log, which can be read after the application is gone.
 */
@Startup
@Singleton
public class Kiosk {

    static final String TRIGGERS = "kiosk.triggers";
    static final String TRIGGERED = "kiosk triggered ";
    static final String OBSERVED = "kiosk observed ";

    @Inject
    Emitter emitter;

    // GlassFish also fails in ways that do not say that the component is gone. Then the next attempt is after the
    // restart.
    @OnFailure(delay = "30s")
    public void sold(@Observes @RethinkTopic("kiosk") String item) {
        System.out.println(OBSERVED + item);
    }

    @PreDestroy
    void close() {
        if (Boolean.getBoolean(TRIGGERS)) {
            var item = "last-" + UUID.randomUUID();
            emitter.trigger("kiosk", item);
            System.out.println(TRIGGERED + item);
        }
    }
}
