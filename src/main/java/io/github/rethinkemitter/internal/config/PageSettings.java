package io.github.rethinkemitter.internal.config;

import io.github.rethinkemitter.ConfigurationException;
import java.util.List;

/**
 * The page that shows the channels, which is a jar of its own. Its options are of the application, and not of a channel.
 *
 * @param role the role of those who may see it in a web application; empty for nobody
 * @param port of this machine, where there are no servlets; 0 for any free one, -1 for none
 * @param payloads whether it shows payloads
 * @param actions whether events may be redriven and discarded by it
 */
public record PageSettings(String role, int port, boolean payloads, boolean actions) {

    /**
     * Reads the options.
     *
     * @throws ConfigurationException RTH0501, listing all problems
     */
    public static PageSettings read(ConfigLookup lookup) {
        var problems = new ConfigurationProblems();
        var scope = OptionScope.read(
                OptionNames.PREFIX, option -> lookup.find(OptionNames.PREFIX + option.key()), problems);
        var values = new ChannelValues(List.of(scope), problems);
        var settings = new PageSettings(
                values.get(Option.PAGE_ROLE, String.class),
                values.get(Option.PAGE_PORT, Integer.class),
                values.get(Option.PAGE_PAYLOADS, Boolean.class),
                values.get(Option.PAGE_ACTIONS, Boolean.class));
        problems.throwIfAny();
        return settings;
    }
}
