package io.github.rethinkemitter.internal.config;

import io.github.rethinkemitter.ConfigurationException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What every JVM has, the first that sets a name wins: system properties, environment, properties file of the application.
 *
 * @param environment {@code rethink.emitter.publish.batch-size} is {@code RETHINK_EMITTER_PUBLISH_BATCH_SIZE} there
 */
record StandardLookup(Properties system, Map<String, String> environment, Properties file) implements ConfigLookup {

    static final String FILE = "META-INF/rethink-emitter.properties";

    StandardLookup {
        environment = ours(environment);
    }

    static ConfigLookup find() {
        return new StandardLookup(System.getProperties(), System.getenv(), packaged());
    }

    @Override
    public @Nullable String value(String name) {
        var value = system.getProperty(name);
        if (value == null && !environment.isEmpty()) {
            value = environment.get(variable(name));
        }
        return value == null ? file.getProperty(name) : value;
    }

    private static String variable(String name) {
        return name.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }

    // Mostly none, and then no option has to be looked for among all the others.
    private static Map<String, String> ours(Map<String, String> environment) {
        var prefix = variable(Names.PREFIX);
        var ours = new HashMap<String, String>();
        for (var entry : environment.entrySet()) {
            if (entry.getKey().startsWith(prefix)) {
                ours.put(entry.getKey(), entry.getValue());
            }
        }
        return ours;
    }

    /** Without those of the environment: a cluster puts RETHINK_EMITTER_PORT there for a service of that name. */
    @Override
    public Set<String> names() {
        var names = new TreeSet<>(file.stringPropertyNames());
        names.addAll(system.stringPropertyNames());
        return names;
    }

    private static Properties packaged() {
        var properties = new Properties();
        var context = Thread.currentThread().getContextClassLoader();
        var loader = context == null ? StandardLookup.class.getClassLoader() : context;
        try (var in = loader.getResourceAsStream(FILE)) {
            if (in != null) {
                properties.load(new InputStreamReader(in, StandardCharsets.UTF_8));
            }
            return properties;
        } catch (IOException | IllegalArgumentException e) {
            throw new ConfigurationException(
                    "RTH0530 \"" + FILE + "\" cannot be read: " + e.getMessage() + ". Correct the file", e);
        }
    }
}
