package io.github.rethinkemitter.internal.config;

import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** Where the configuration comes from: layers, of which a higher one overrides a lower one. */
public interface ConfigLookup {

    /**
     * The value from the highest layer that sets it; null when none does.
     *
     * @param name with its prefix, such as {@code rethink.emitter.db}
     */
    @Nullable
    Found find(String name);

    /** The names that are set, as far as the layers can list them. Environment variables are listed as they are spelled there. */
    Iterable<String> names();

    /** Where values are looked for, in words for a message. */
    String places();

    /**
     * A value.
     *
     * @param layer the higher one overrides the lower one; layers are numbered as the sources of MicroProfile Config
     * @param source where it is set, in words for a message
     */
    record Found(String text, int layer, String source) {

        /** The layer of what the application's own code sets: above all others. */
        static final int PROGRAM = Integer.MAX_VALUE;
    }

    /** A lookup that finds nothing. */
    static ConfigLookup none() {
        return new StandardLookup(new Properties(), Map.of(), new Properties());
    }

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
