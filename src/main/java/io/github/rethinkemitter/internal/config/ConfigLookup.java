package io.github.rethinkemitter.internal.config;

import org.jspecify.annotations.Nullable;

/** Where the configuration comes from. */
public interface ConfigLookup {

    /** The value of a full name such as {@code rethink.emitter.db}; null when it is not set. */
    @Nullable
    String value(String name);

    /** The full names that are set, as far as the source can list them. */
    Iterable<String> names();

    /** MicroProfile Config when it is present, else system properties, environment and the properties file. */
    static ConfigLookup find() {
        try {
            Class.forName("org.eclipse.microprofile.config.ConfigProvider");
            return MicroProfileLookup.find();
        } catch (ClassNotFoundException | LinkageError | IllegalStateException e) {
            // The API is absent, or present without an implementation: both mean that the server has none.
            return StandardLookup.find();
        }
    }
}
