package io.github.rethinkemitter.internal.config;

import io.github.rethinkemitter.ConfigurationException;
import io.github.rethinkemitter.EmitterOptions;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Makes the settings of all channels from names and values, and reports all problems of them together. */
public final class SettingsReader {

    private final Function<String, @Nullable String> lookup;
    private final Map<String, EmitterOptions> options;
    private final Problems problems = new Problems();

    private SettingsReader(Function<String, @Nullable String> lookup, Map<String, EmitterOptions> options) {
        this.lookup = lookup;
        this.options = options;
    }

    /**
     * Reads the settings of every channel that is in use or configured by name; of the default channel alone when there is
     * none of these.
     *
     * @param lookup value of a full name, with its prefix
     * @param knownNames the full names that are set, as far as the sources can list them
     * @param options of each channel; they stand above what {@code lookup} finds
     * @throws ConfigurationException RTH0501, listing all problems
     */
    public static Map<String, ChannelSettings> read(
            Function<String, @Nullable String> lookup,
            Iterable<String> knownNames,
            Map<String, EmitterOptions> options,
            Set<String> channelsInUse)
            throws ConfigurationException {
        return new SettingsReader(lookup, options).read(knownNames, channelsInUse);
    }

    private Map<String, ChannelSettings> read(Iterable<String> knownNames, Set<String> channelsInUse) {
        var channels = new TreeSet<>(Names.of(knownNames, problems).channels());
        channels.addAll(channelsInUse);
        channels.addAll(options.keySet());
        if (channels.isEmpty()) {
            channels.add("");
        }
        options.forEach((channel, set) ->
                set.values().keySet().forEach(key -> Names.check(Names.path(channel), key, problems)));

        var root = scope("");
        var settings = new TreeMap<String, ChannelSettings>();
        for (String channel : channels) {
            var scopes = channel.isEmpty() ? List.of(root) : List.of(scope(channel), root);
            settings.put(channel, new ChannelReader(new Values(scopes, problems)).read(channel));
        }
        refuseSharedTables(settings);
        problems.throwIfAny();
        return Collections.unmodifiableMap(settings);
    }

    private Scope scope(String channel) {
        if (!channel.matches("[A-Za-z0-9_-]*")) {
            problems.add(
                    "channel \"" + channel + "\" has a name that cannot be configured; use letters, digits, _ and -");
        }
        var path = Names.path(channel);
        var produced = options.getOrDefault(channel, EmitterOptions.none()).values();
        return Scope.read(path, option -> produced.getOrDefault(option.key(), find(path + option.key())), problems);
    }

    private @Nullable String find(String name) {
        try {
            return lookup.apply(name);
        } catch (RuntimeException e) {
            // MicroProfile Config throws when an expression in the value cannot be resolved.
            problems.add(name + " cannot be read: " + e.getMessage() + "; correct its value");
            return null;
        }
    }

    private void refuseSharedTables(Map<String, ChannelSettings> settings) {
        var owners = new HashMap<String, String>();
        settings.forEach((channel, its) -> {
            var connection = its.connection();
            var place = List.of(connection.hosts(), String.valueOf(connection.embedded())) + " "
                    + its.table().db() + "." + its.table().table();
            var other = owners.putIfAbsent(place, channel);
            if (other != null) {
                problems.add("channels \"" + other + "\" and \"" + channel + "\" share the table \""
                        + its.table().table() + "\" of db \"" + its.table().db() + "\"; set "
                        + Names.path(channel) + "table to another one");
            }
        });
    }
}
