package io.github.rethinkemitter.embedded.junit;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * System properties that the application reads, wherever it runs: MicroProfile Config has them as well. A JVM has one set of
 * them, so one test class at a time owns them.
 */
final class TestConfiguration {

    // Static on purpose, as what it guards is.
    private static final AtomicReference<@Nullable TestConfiguration> OWNER = new AtomicReference<>();

    private final Map<String, String> properties;
    private final Map<String, @Nullable String> before = new HashMap<>();
    private volatile String testClass = "";

    TestConfiguration(Map<String, String> properties) {
        this.properties = new TreeMap<>(properties);
    }

    /** Sets the properties, if they are nobody's, for whoever starts the application before the first callback of the test. */
    void prepare() {
        synchronized (OWNER) {
            if (OWNER.get() == null) {
                set();
            }
        }
    }

    /** Sets the properties for a test class. Returns the class that has them, if that is another one. */
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

    /** Puts back what was there before. */
    void end() {
        synchronized (OWNER) {
            if (OWNER.compareAndSet(this, null)) {
                before.forEach(TestConfiguration::put);
                before.clear();
            }
        }
    }

    private void set() {
        properties.forEach((name, value) -> {
            var old = System.getProperty(name);
            before.putIfAbsent(name, old == null || value.equals(old) ? null : old);
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
