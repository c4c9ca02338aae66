package io.github.rethinkemitter.internal.cdi;

import io.github.rethinkemitter.ConfigurationException;
import io.github.rethinkemitter.EmitterOptions;
import io.github.rethinkemitter.internal.config.ChannelSettings;
import io.github.rethinkemitter.internal.config.ConfigLookup;
import io.github.rethinkemitter.internal.config.ObserverOptions;
import io.github.rethinkemitter.internal.config.SettingsReader;
import io.github.rethinkemitter.internal.flow.FailureRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * What is configured for the channels and observers of an application.
 *
 * @param failureRules of the observers, by their names
 */
record ApplicationSettings(Map<String, ChannelSettings> channels, Map<String, FailureRules> failureRules) {

    /**
     * Reads the configuration.
     *
     * @param options of each channel
     * @throws ConfigurationException that lists all problems
     */
    static ApplicationSettings read(Catalogue catalogue, ConfigLookup lookup, Map<String, EmitterOptions> options) {
        var problems = new ArrayList<String>();
        problems.addAll(
                new ChannelRules(catalogue, SettingsReader.configured(lookup, options, catalogue.channels())).problems());
        problems.addAll(ObserverNames.problems(catalogue));
        var channels = attempt(
                () -> SettingsReader.read(lookup, options, catalogue.channels()),
                Map.<String, ChannelSettings>of(),
                problems);
        var rules = attempt(
                () -> ObserverOptions.read(lookup, options, declaredRules(catalogue), name -> isFailure(catalogue, name)),
                declaredRules(catalogue),
                problems);
        problems.addAll(new ParkingRules(catalogue, channels, rules).problems());
        if (!problems.isEmpty()) {
            throw new ConfigurationException(String.join("\n  ", problems), null);
        }
        return new ApplicationSettings(channels, rules);
    }

    /** Reports what is wrong with the configuration where no bean of the application says any of it. */
    static void check(Catalogue catalogue, Consumer<String> problems) {
        try {
            var unused = read(catalogue, ConfigLookup.find(), Map.of());
        } catch (ConfigurationException e) {
            problems.accept(String.valueOf(e.getMessage()));
        }
    }

    // What cannot be read is a problem, and the others are still looked for.
    private static <T> T attempt(Supplier<T> reader, T otherwise, List<String> problems) {
        try {
            return reader.get();
        } catch (ConfigurationException e) {
            problems.add(String.valueOf(e.getMessage()));
            return otherwise;
        }
    }

    // Observers of one name have one class, in several wars, and so say the same.
    private static Map<String, FailureRules> declaredRules(Catalogue catalogue) {
        return catalogue.rows().stream()
                .map(Catalogue.Row::entry)
                .collect(Collectors.toMap(ObserverEntry::name, ObserverEntry::failureRules, (one, same) -> one));
    }

    private static boolean isFailure(Catalogue catalogue, String name) {
        return catalogue.rows().stream().anyMatch(row -> {
            try {
                return Throwable.class.isAssignableFrom(
                        Class.forName(name, false, row.entry().bean().getClassLoader()));
            } catch (ClassNotFoundException | LinkageError e) {
                return false;
            }
        });
    }
}
