package io.github.rethinkemitter.internal.config;

import io.github.rethinkemitter.ConfigurationException;
import io.github.rethinkemitter.EmitterOptions;
import io.github.rethinkemitter.internal.config.ConfigLookup.Found;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Makes the settings of all channels from names and values, and reports all problems of them together. */
public final class SettingsReader {

    private final ConfigLookup lookup;
    private final Map<String, EmitterOptions> options;
    private final ConfigurationProblems problems = new ConfigurationProblems();

    private SettingsReader(ConfigLookup lookup, Map<String, EmitterOptions> options) {
        this.lookup = lookup;
        this.options = options;
    }

    /**
     * Reads the settings of every channel that is in use or configured by name; of the default channel alone when there is
     * none of these.
     *
     * @param options of each channel; they override what {@code lookup} finds
     * @throws ConfigurationException RTH0501, listing all problems
     */
    public static Map<String, ChannelSettings> read(
            ConfigLookup lookup, Map<String, EmitterOptions> options, Set<String> channelsInUse)
            throws ConfigurationException {
        return new SettingsReader(lookup, options).read(channelsInUse);
    }

    /**
     * The channels that have an option of their own: any of those that are listed by name, and of those in use also the ones
     * that are configured by environment variables alone.
     *
     * @param options of each channel
     */
    public static Set<String> configured(
            ConfigLookup lookup, Map<String, EmitterOptions> options, Set<String> channelsInUse) {
        var reader = new SettingsReader(lookup, options);
        var channels = new TreeSet<>(OptionNames.of(lookup, reader.problems).channels());
        channels.addAll(options.keySet());
        channelsInUse.stream().filter(reader::hasOption).forEach(channels::add);
        return channels;
    }

    private boolean hasOption(String channel) {
        var scope = scope(channel);
        return scope.server() != null || !scope.texts().isEmpty();
    }

    private Map<String, ChannelSettings> read(Set<String> channelsInUse) {
        var channels = new TreeSet<>(OptionNames.of(lookup, problems).channels());
        channels.addAll(channelsInUse);
        channels.addAll(options.keySet());
        if (channels.isEmpty()) {
            channels.add("");
        }
        options.forEach((channel, set) ->
                set.values().keySet().forEach(key -> OptionNames.check(OptionNames.path(channel), key, problems)));

        var root = scope("");
        var settings = new TreeMap<String, ChannelSettings>();
        for (String channel : channels) {
            var scopes = channel.isEmpty() ? List.of(root) : List.of(scope(channel), root);
            settings.put(
                    channel, new ChannelReader(new ChannelValues(scopes, problems), lookup.places()).read(channel));
        }
        refuseSharedTables(settings);
        problems.throwIfAny();
        return Collections.unmodifiableMap(settings);
    }

    private OptionScope scope(String channel) {
        if (!channel.matches("[A-Za-z0-9_-]*")) {
            problems.add(
                    "channel \"" + channel + "\" has a name that cannot be configured; use letters, digits, _ and -");
        }
        var path = OptionNames.path(channel);
        var produced = options.getOrDefault(channel, EmitterOptions.none()).values();
        return OptionScope.read(path, option -> find(produced.get(option.key()), path + option.key()), problems);
    }

    private @Nullable Found find(@Nullable String produced, String name) {
        if (produced != null) {
            return new Found(produced, Found.PROGRAM, "a bean of EmitterOptions");
        }
        try {
            return lookup.find(name);
        } catch (RuntimeException e) {
            // MicroProfile Config throws when an expression in the value cannot be resolved.
            problems.add(name + " cannot be read: " + e.getMessage() + "; correct its value");
            return null;
        }
    }

    private void refuseSharedTables(Map<String, ChannelSettings> settings) {
        var all = List.copyOf(settings.values());
        for (int i = 0; i < all.size(); i++) {
            for (var other : all.subList(0, i)) {
                if (sharesTable(all.get(i), other)) {
                    var table = other.table();
                    problems.add("channels \"" + other.name() + "\" and \""
                            + all.get(i).name() + "\" share the table \""
                            + table.table() + "\" of db \"" + table.db() + "\"; set "
                            + OptionNames.path(all.get(i).name()) + "table to another one");
                }
            }
        }
    }

    private static boolean sharesTable(ChannelSettings one, ChannelSettings other) {
        return one.table().table().equals(other.table().table())
                && one.table().db().equals(other.table().db())
                && (one.connection().embedded() == null
                        ? one.connection().sharesHost(other.connection())
                        : one.connection().embedded().equals(other.connection().embedded()));
    }
}
