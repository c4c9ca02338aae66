package io.github.rethinkemitter;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * The configuration of an emitter in code: produce it as a bean, and it overrides what is configured elsewhere.
 *
 * <pre>{@code
 * @Produces @Singleton
 * EmitterOptions options() {
 *     return EmitterOptions.of("rethinkdb://db1.example:28015/shop")
 *             .with("table", "events")
 *             .with("persist", false)
 *             .with("publish.batch-size", 100);
 * }
 * }</pre>
 *
 * <p>The names are those of the configuration without their prefix {@code rethink.emitter.}, as listed in {@code docs/options.md}. A
 * bean with {@link RethinkChannel} configures that channel. Values are checked, all at once, when the application is
 * deployed.
 *
 * <p><b>Thread safety:</b> immutable.
 */
public final class EmitterOptions {

    private static final EmitterOptions EMPTY = new EmitterOptions(Map.of());

    private final Map<String, String> values;

    private EmitterOptions(Map<String, String> values) {
        this.values = Collections.unmodifiableMap(values);
    }

    /**
     * Options that set nothing.
     *
     * @return no options
     */
    public static EmitterOptions none() {
        return EMPTY;
    }

    /**
     * Options that name the database.
     *
     * @param url {@code rethinkdb://[user[:password]@]host[:port][,host…][/db]}, {@code rethinkdbs://…} for TLS, or
     *     {@code embedded:} for the embedded server
     * @return these options
     */
    public static EmitterOptions of(String url) {
        return EMPTY.with("url", url);
    }

    /**
     * These options and one more.
     *
     * @param name the option's name without {@code rethink.emitter.}, for instance {@code db}, {@code table} or
     *     {@code heartbeat.interval}
     * @param value its value, written as in a properties file; a {@code Duration}, number or boolean as it prints
     * @return the new options
     * @throws IllegalArgumentException when the name or the value is missing
     */
    public EmitterOptions with(String name, Object value) {
        if (name == null || value == null) {
            throw new IllegalArgumentException("RTH0534 option \"" + name
                    + "\" has no name or no value. Leave it out to" + " keep what is configured elsewhere");
        }
        var more = new TreeMap<>(values);
        more.put(name, value.toString());
        return new EmitterOptions(more);
    }

    /**
     * The options as they were set.
     *
     * @return names and values, unmodifiable
     */
    public Map<String, String> values() {
        return values;
    }

    /**
     * The names that are set; values may be secret.
     *
     * @return the names
     */
    @Override
    public String toString() {
        return "EmitterOptions" + values.keySet();
    }
}
