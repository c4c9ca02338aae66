package io.github.rethinkemitter.internal.config;

import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/** The server's MicroProfile Config. The only class that touches it, loaded only when it is there. */
record MicroProfileLookup(Config config) implements ConfigLookup {

    static ConfigLookup find() {
        return new MicroProfileLookup(ConfigProvider.getConfig());
    }

    @Override
    public @Nullable String value(String name) {
        return config.getOptionalValue(name, String.class).orElse(null);
    }

    @Override
    public Iterable<String> names() {
        return config.getPropertyNames();
    }
}
