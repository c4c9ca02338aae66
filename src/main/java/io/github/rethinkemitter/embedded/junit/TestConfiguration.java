package io.github.rethinkemitter.embedded.junit;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The system properties by which a test class configures the application; MicroProfile Config reads them, too. A JVM has
 * one set of system properties, so only one test class at a time may own them.
 */
final class TestConfiguration {

    // Static on purpose, because the system properties are static, too.
    private static final AtomicReference<@Nullable TestConfiguration> OWNER = new AtomicReference<>();

    private final Map<String, String> properties;
    private final Map<String, @Nullable String> oldValues = new HashMap<>();
    private volatile String testClass = "";

    TestConfiguration(Map<String, String> properties) {
        this.properties = new TreeMap<>(properties);
    }

    /** Sets the properties unless a test class owns them. A container may start the application before JUnit's first callback. */
    void prepare() {
        synchronized (OWNER) {
            if (OWNER.get() == null) {
                set();
            }
        }
    }

    /** Makes a test class the owner and sets the properties. Returns the owner instead if that is another test class. */
    @Nullable
    String begin(String name) {
        synchronized (OWNER) {
            var owner = OWNER.get();
            if (owner != null && owner != this) {
                return owner.testClass;
            }
            if (owner == null) {
                testClass = name;
                OWNER.set(this);
                set();
            }
            return null;
        }
    }

    /** Sets the old values again. */
    void end() {
        synchronized (OWNER) {
            if (OWNER.compareAndSet(this, null)) {
                oldValues.forEach(TestConfiguration::put);
                oldValues.clear();
            }
        }
    }

    private void set() {
        properties.forEach((name, value) -> {
            var old = System.getProperty(name);
            oldValues.putIfAbsent(name, old == null || value.equals(old) ? null : old);
            put(name, value);
        });
    }

    private static void put(String name, @Nullable String value) {
        if (value == null) {
            System.clearProperty(name);
        } else {
            System.setProperty(name, value);
        }
    }
}
