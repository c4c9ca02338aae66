package io.github.rethinkemitter.internal.config;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;

/** The server's MicroProfile Config. The only class that touches it, loaded only when it is there. */
record MicroProfileLookup(Config config) implements ConfigLookup {

    static ConfigLookup find() {
        return new MicroProfileLookup(ConfigProvider.getConfig());
    }

    @Override
    public @Nullable Found find(String name) {
        var text = config.getOptionalValue(name, String.class).orElse(null);
        return text == null ? null : found(name, text);
    }

    // Before version 2 a value does not say which source it is from. All values are of one layer then.
    private Found found(String name, String text) {
        try {
            var value = config.getConfigValue(name);
            return new Found(text, value.getSourceOrdinal(), "\"" + value.getSourceName() + "\"");
        } catch (LinkageError | RuntimeException e) {
            return new Found(text, 0, "MicroProfile Config");
        }
    }

    /**
     * SmallRye lists a variable of the environment twice: as it is, and as a name with a dot for each underscore, which no
     * option with a hyphen has. Such names are left out, unless another source has them as well.
     */
    @Override
    public Set<String> names() {
        var names = new TreeSet<String>();
        config.getPropertyNames().forEach(names::add);
        if (names.stream().anyMatch(EnvironmentVariables::hasPrefix)) {
            var derived = new TreeSet<String>();
            var given = new TreeSet<String>();
            for (ConfigSource source : config.getConfigSources()) {
                var its = source.getPropertyNames();
                (its.stream().anyMatch(EnvironmentVariables::hasPrefix) ? derived : given).addAll(its);
            }
            derived.removeAll(given);
            derived.removeIf(EnvironmentVariables::hasPrefix);
            names.removeAll(derived);
        }
        return names;
    }

    @Override
    public String places() {
        return StreamSupport.stream(config.getConfigSources().spliterator(), false)
                .map(ConfigSource::getName)
                .collect(Collectors.joining("\", \"", "MicroProfile Config with its sources \"", "\""));
    }
}
