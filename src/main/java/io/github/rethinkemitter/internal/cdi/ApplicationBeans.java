package io.github.rethinkemitter.internal.cdi;

import io.github.rethinkemitter.EmitterException;
import io.github.rethinkemitter.EmitterOptions;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import jakarta.json.bind.JsonbException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** What the application may bring of its own. */
@Singleton
class ApplicationBeans {

    private final Instance<Object> all;
    private final Instance<EmitterOptions> options;
    private final Instance<Jsonb> jsonb;

    // Each by its type: a container that drops unused beans at build time then keeps these.
    @Inject
    ApplicationBeans(@Any Instance<Object> all, @Any Instance<EmitterOptions> options, Instance<Jsonb> jsonb) {
        this.all = all;
        this.options = options;
        this.jsonb = jsonb;
    }

    Instance<Object> all() {
        return all;
    }

    /** The options by channel. */
    Map<String, EmitterOptions> options() {
        var byChannel = new HashMap<String, EmitterOptions>();
        for (var handle : options.handles()) {
            var channel = Qualifiers.of(handle.getBean().getQualifiers()).channel();
            byChannel.put(Objects.requireNonNullElse(channel, ""), handle.get());
        }
        return byChannel;
    }

    /** The application's own, which it closes itself, or a new one. */
    OwnedJsonb jsonb() {
        if (jsonb.isResolvable()) {
            return new OwnedJsonb(jsonb.get(), () -> {});
        }
        if (jsonb.isAmbiguous()) {
            Log.severalJsonb();
        }
        try {
            var made = JsonbBuilder.create();
            return new OwnedJsonb(made, made);
        } catch (JsonbException e) {
            throw new EmitterException(
                    "RTH0514 there is no JSON-B provider on the class path, so payloads cannot be written or read."
                            + " Add one, for instance org.eclipse:yasson:3.0.4",
                    e);
        }
    }

    /** @param end closes it, if it is ours to close */
    record OwnedJsonb(Jsonb jsonb, AutoCloseable end) {}
}
