package io.github.rethinkemitter.internal.config;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Set;
import java.util.TreeSet;

/** The names that are set with the prefix: which channels they configure, and which of them are no options. */
final class OptionNames {

    static final String PREFIX = "rethink.emitter.";

    private static final String CHANNEL = "channel.";

    private final Set<String> channels = new TreeSet<>();

    /** Reads the names that are set. Those without the prefix are ignored. */
    static OptionNames of(ConfigLookup lookup, ConfigurationProblems problems) {
        var names = new OptionNames();
        var variables = new TreeSet<String>();
        for (String name : lookup.names()) {
            if (name.startsWith(PREFIX)) {
                names.add(name, problems);
            } else if (EnvironmentVariables.hasPrefix(name)) {
                variables.add(name);
            }
        }
        EnvironmentVariables.check(variables, lookup, problems);
        return names;
    }

    /** The channels that have an option of their own. */
    Set<String> channels() {
        return channels;
    }

    /** What the names of a channel's options begin with. */
    static String path(String channel) {
        return channel.isEmpty() ? PREFIX : PREFIX + CHANNEL + channel + ".";
    }

    /** Adds a problem if there is no such option. */
    static void check(String path, String key, ConfigurationProblems problems) {
        if (path.equals(PREFIX) && ObserverOptions.isMeant(key)) {
            ObserverOptions.check(key, problems);
        } else if (!path.equals(PREFIX)
                && Option.of(key).filter(Option::isOfApplication).isPresent()) {
            problems.add(path + key + " is no option of a channel; set " + PREFIX + key);
        } else if (Option.of(key).isEmpty()) {
            problems.add(path + key + " is no option; did you mean " + path + nearest(key) + "?");
        }
    }

    private void add(String name, ConfigurationProblems problems) {
        var key = name.substring(PREFIX.length());
        if (!key.startsWith(CHANNEL)) {
            check(PREFIX, key, problems);
            return;
        }
        var rest = key.substring(CHANNEL.length());
        int dot = rest.indexOf('.');
        if (dot <= 0) {
            problems.add(name + " is no option; use " + PREFIX + CHANNEL + "<name>.<option>");
            return;
        }
        var channel = rest.substring(0, dot);
        channels.add(channel);
        check(path(channel), rest.substring(dot + 1), problems);
    }

    private static String nearest(String key) {
        return Arrays.stream(Option.values())
                .map(Option::key)
                .min(Comparator.comparingInt(candidate -> distance(key, candidate)))
                .orElseThrow();
    }

    /** The Levenshtein distance: how many characters to add, drop or change. */
    static int distance(String a, String b) {
        int[] above = new int[b.length() + 1];
        Arrays.setAll(above, column -> column);
        for (int row = 1; row <= a.length(); row++) {
            int[] line = new int[b.length() + 1];
            line[0] = row;
            for (int column = 1; column <= b.length(); column++) {
                int change = above[column - 1] + (a.charAt(row - 1) == b.charAt(column - 1) ? 0 : 1);
                line[column] = Math.min(change, 1 + Math.min(above[column], line[column - 1]));
            }
            above = line;
        }
        return above[b.length()];
    }
}
