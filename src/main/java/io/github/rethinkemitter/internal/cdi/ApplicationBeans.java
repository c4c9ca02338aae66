package io.github.rethinkemitter.internal.cdi;

import io.github.rethinkemitter.EmitterException;
import io.github.rethinkemitter.EmitterOptions;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.spi.BeanContainer;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbException;
import jakarta.json.bind.spi.JsonbProvider;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** What an application may provide: options, a Jsonb bean and observers of lifecycle events. */
@Singleton
class ApplicationBeans {

    private final Instance<Object> all;
    private final Supplier<Optional<OwnedJsonb>> jsonb;
    private final Supplier<Map<String, EmitterOptions>> options;
    private final LifecycleObservers lifecycleObservers;

    // Each is injected by its type, so that a container which removes unused beans at build time keeps it.
    @Inject
    ApplicationBeans(
            @Any Instance<Object> all,
            Instance<Jsonb> jsonb,
            @Any Instance<EmitterOptions> unusedOptions,
            BeanContainer beans) {
        this(
                all,
                () -> resolved(jsonb),
                () -> ProducedOptions.byChannel(beans.getBeans(EmitterOptions.class, Any.Literal.INSTANCE), beans),
                (event, channel) -> beans.resolveObserverMethods(event, channel, Any.Literal.INSTANCE));
    }

    ApplicationBeans(
            Instance<Object> all,
            Supplier<Optional<OwnedJsonb>> jsonb,
            Supplier<Map<String, EmitterOptions>> options,
            LifecycleObservers lifecycleObservers) {
        this.all = all;
        this.jsonb = jsonb;
        this.options = options;
        this.lifecycleObservers = lifecycleObservers;
    }

    Instance<Object> all() {
        return all;
    }

    /** The options by channel. */
    Map<String, EmitterOptions> options() {
        return options.get();
    }

    LifecycleObservers lifecycleObservers() {
        return lifecycleObservers;
    }

    /**
     * The application's Jsonb, which the application closes, or a new one. Fails at once where no JSON-B provider is on the
     * class path. The supplier makes the new one, which takes a while.
     */
    Supplier<OwnedJsonb> jsonb() {
        var provided = this.jsonb.get();
        if (provided.isPresent()) {
            return provided::get;
        }
        var provider = provider();
        return () -> {
            var jsonb = provider.create().build();
            return new OwnedJsonb(jsonb, jsonb);
        };
    }

    private static Optional<OwnedJsonb> resolved(Instance<Jsonb> jsonb) {
        if (jsonb.isAmbiguous()) {
            Log.severalJsonb();
        }
        return jsonb.isResolvable() ? Optional.of(new OwnedJsonb(jsonb.get(), () -> {})) : Optional.empty();
    }

    private static JsonbProvider provider() {
        try {
            return JsonbProvider.provider();
        } catch (JsonbException e) {
            throw new EmitterException(
                    "RTH0514 there is no JSON-B provider on the class path, so payloads cannot be written or read."
                            + " Add one, for instance org.eclipse:yasson:3.0.4",
                    e);
        }
    }

    /** @param end closes it, unless the application does */
    record OwnedJsonb(Jsonb jsonb, AutoCloseable end) {}
}
