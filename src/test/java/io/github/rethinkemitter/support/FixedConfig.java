package io.github.rethinkemitter.support;

import io.github.rethinkemitter.internal.config.ConfigLookup;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A configuration with fixed values.
 *
 * @param values values by option name, without the prefix of the names
 */
public record FixedConfig(Map<String, String> values) implements ConfigLookup {

    private static final String PREFIX = "rethink.emitter.";

    @Override
    public @Nullable Found find(String name) {
        var text = values.get(name.substring(PREFIX.length()));
        return text == null ? null : new Found(text, 100, "a test");
    }

    @Override
    public Iterable<String> names() {
        return values.keySet().stream().map(PREFIX::concat).toList();
    }

    @Override
    public String places() {
        return "a test";
    }
}
