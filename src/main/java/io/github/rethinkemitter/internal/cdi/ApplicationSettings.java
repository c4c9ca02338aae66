package io.github.rethinkemitter.internal.cdi;

import io.github.rethinkemitter.ConfigurationException;
import io.github.rethinkemitter.EmitterOptions;
import io.github.rethinkemitter.internal.config.ChannelSettings;
import io.github.rethinkemitter.internal.config.ConfigLookup;
import io.github.rethinkemitter.internal.config.ObserverOptions;
import io.github.rethinkemitter.internal.config.SettingsReader;
import io.github.rethinkemitter.internal.flow.FailureRules;
import java.util.ArrayList;
import java.util.Map;
import java.util.function.Consumer;
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
        problems.addAll(new ChannelRules(catalogue, SettingsReader.configured(lookup, options, catalogue.channels()))
                .problems());
        problems.addAll(ObserverNames.problems(catalogue));
        var channels = channels(catalogue, lookup, options, problems::add);
        var rules = failureRules(catalogue, lookup, options, problems::add);
        problems.addAll(new ParkingRules(catalogue, channels, rules).problems());
        if (!problems.isEmpty()) {
            throw new ConfigurationException(String.join("\n  ", problems), null);
        }
        return new ApplicationSettings(channels, rules);
    }

    /**
     * Reports what is wrong with the configuration where no bean of the application says any of it. The application has other
     * problems: what may follow from these is left out.
     */
    static void check(Catalogue catalogue, Consumer<String> problems) {
        var lookup = ConfigLookup.find();
        var channels = channels(catalogue, lookup, Map.of(), problems);
        var rules = failureRules(catalogue, lookup, Map.of(), consequence -> {});
        new ParkingRules(catalogue, channels, rules).problems().forEach(problems);
    }

    /** What could be read: none when there is a problem. */
    private static Map<String, ChannelSettings> channels(
            Catalogue catalogue, ConfigLookup lookup, Map<String, EmitterOptions> options, Consumer<String> problems) {
        try {
            return SettingsReader.read(lookup, options, catalogue.channels());
        } catch (ConfigurationException e) {
            problems.accept(String.valueOf(e.getMessage()));
            return Map.of();
        }
    }

    /** What counts: when there is a problem, what the observers say. */
    private static Map<String, FailureRules> failureRules(
            Catalogue catalogue, ConfigLookup lookup, Map<String, EmitterOptions> options, Consumer<String> problems) {
        // Observers of one name have one class, in several wars, and so say the same.
        var declared = catalogue.rows().stream()
                .map(Catalogue.Row::entry)
                .collect(Collectors.toMap(ObserverEntry::name, ObserverEntry::failureRules, (one, same) -> one));
        try {
            return ObserverOptions.read(lookup, options, declared, name -> isFailure(catalogue, name));
        } catch (ConfigurationException e) {
            problems.accept(String.valueOf(e.getMessage()));
            return declared;
        }
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
