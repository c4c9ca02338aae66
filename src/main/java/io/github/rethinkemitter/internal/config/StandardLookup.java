package io.github.rethinkemitter.internal.config;

import io.github.rethinkemitter.ConfigurationException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What every JVM has: system properties, the environment, and a properties file of the application. The first of these that
 * sets a name wins.
 *
 * @param environment {@code rethink.emitter.publish.batch-size} is {@code RETHINK_EMITTER_PUBLISH_BATCH_SIZE} there
 */
record StandardLookup(Properties system, Map<String, String> environment, Properties file) implements ConfigLookup {

    static final String FILE = "META-INF/rethink-emitter.properties";

    // As MicroProfile Config numbers its sources.
    private static final int SYSTEM = 400;
    private static final int ENVIRONMENT = 300;
    private static final int PACKAGED = 100;

    StandardLookup {
        environment = withPrefix(environment);
    }

    static ConfigLookup find() {
        return new StandardLookup(System.getProperties(), System.getenv(), packaged());
    }

    @Override
    public @Nullable Found find(String name) {
        var property = system.getProperty(name);
        if (property != null) {
            return new Found(property, SYSTEM, "the system properties");
        }
        var variable = environment.isEmpty() ? null : environment.get(EnvironmentVariables.of(name));
        if (variable != null) {
            return new Found(variable, ENVIRONMENT, "the environment");
        }
        var packaged = file.getProperty(name);
        return packaged == null ? null : new Found(packaged, PACKAGED, "\"" + FILE + "\"");
    }

    // Mostly there are none, and then no option has to be looked for among all the variables.
    private static Map<String, String> withPrefix(Map<String, String> environment) {
        var withPrefix = new HashMap<String, String>();
        for (var entry : environment.entrySet()) {
            if (EnvironmentVariables.hasPrefix(entry.getKey())) {
                withPrefix.put(entry.getKey(), entry.getValue());
            }
        }
        return withPrefix;
    }

    @Override
    public Set<String> names() {
        var names = new TreeSet<>(file.stringPropertyNames());
        names.addAll(environment.keySet());
        names.addAll(system.stringPropertyNames());
        return names;
    }

    @Override
    public String places() {
        return "system properties, environment variables and "
                + (file.isEmpty() ? "\"" + FILE + "\", of which there is none" : "\"" + FILE + "\"");
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
