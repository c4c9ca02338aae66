package io.github.rethinkemitter.internal.config;

import io.github.rethinkemitter.ConfigurationException;
import io.github.rethinkemitter.EmitterOptions;
import io.github.rethinkemitter.OnFailure.Then;
import io.github.rethinkemitter.internal.flow.FailureRules;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the options of single observers. They override what the observers say themselves.
 *
 * <pre>
 * rethink.emitter.observer."billing".max-attempts=5
 * rethink.emitter.observer."com.example.Orders.placed(com.example.Order)".park-on=com.example.OutOfStock
 * </pre>
 */
public final class ObserverOptions {

    private static final String OBSERVER = "observer.";
    private static final List<String> KEYS =
            List.of("max-attempts", "delay", "factor", "max-delay", "retry-on", "park-on", "then");
    private static final Pattern NAME =
            Pattern.compile("observer\\.\"(.+)\"\\.(?:" + String.join("|", KEYS) + ")", Pattern.DOTALL);
    private static final Pattern VARIABLE = Pattern.compile(EnvironmentVariables.of(OptionNames.PREFIX + OBSERVER)
            + "_\\w+_(?:"
            + KEYS.stream().map(key -> "_" + EnvironmentVariables.of(key)).collect(Collectors.joining("|"))
            + ")");

    private final ConfigLookup lookup;
    private final Map<String, String> produced;
    private final Predicate<String> isFailure;
    private final ConfigurationProblems problems = new ConfigurationProblems();

    private ObserverOptions(ConfigLookup lookup, Map<String, String> produced, Predicate<String> isFailure) {
        this.lookup = lookup;
        this.produced = produced;
        this.isFailure = isFailure;
    }

    /**
     * Reads the options of all observers.
     *
     * @param options of each channel; those of the default channel may have options of observers
     * @param declared what the observers say themselves, by their names
     * @param isFailure whether a name is that of a class that can be thrown
     * @return what counts, by the names of the observers
     * @throws ConfigurationException RTH0501, listing all problems
     */
    public static Map<String, FailureRules> read(
            ConfigLookup lookup,
            Map<String, EmitterOptions> options,
            Map<String, FailureRules> declared,
            Predicate<String> isFailure)
            throws ConfigurationException {
        var produced = options.getOrDefault("", EmitterOptions.none()).values();
        return new ObserverOptions(lookup, produced, isFailure).read(declared);
    }

    private Map<String, FailureRules> read(Map<String, FailureRules> declared) {
        var all = new TreeMap<String, FailureRules>();
        declared.forEach((name, rules) -> all.put(name, read(name, rules)));
        produced.keySet().forEach(key -> refuseUnknown(key, all.keySet()));
        var variables = all.keySet().stream()
                .flatMap(name -> KEYS.stream().map(key -> EnvironmentVariables.of(fullName(name, key))))
                .collect(Collectors.toSet());
        for (String name : lookup.names()) {
            if (name.startsWith(OptionNames.PREFIX)) {
                refuseUnknown(name.substring(OptionNames.PREFIX.length()), all.keySet());
            } else if (isVariable(name) && !variables.contains(name.toUpperCase(Locale.ROOT))) {
                problems.add(name + " is of no observer; the observers are " + all.keySet());
            }
        }
        problems.throwIfAny();
        return all;
    }

    private void refuseUnknown(String key, Set<String> names) {
        var option = NAME.matcher(key);
        if (option.matches() && !names.contains(option.group(1))) {
            problems.add(OptionNames.PREFIX + key + " is of no observer; the observers are " + names);
        }
    }

    private FailureRules read(String name, FailureRules declared) {
        var configured = new FailureRules(
                value(name, "max-attempts", Option.OBSERVER_MAX_ATTEMPTS, Integer.class, declared.maxAttempts()),
                value(name, "delay", Option.OBSERVER_DELAY, Duration.class, declared.delay()),
                value(name, "factor", Option.OBSERVER_FACTOR, Double.class, declared.factor()),
                value(name, "max-delay", Option.OBSERVER_MAX_DELAY, Duration.class, declared.maxDelay()),
                classes(name, "retry-on", declared.retryOn()),
                classes(name, "park-on", declared.parkOn()),
                value(name, "then", Option.OBSERVER_THEN, Then.class, declared.then()));
        var delay = configured.delay();
        var longest = configured.maxDelay();
        if (delay != null && longest != null && delay.compareTo(longest) > 0) {
            problems.add(
                    fullName(name, "delay") + " is longer than the longest delay of that observer; make it shorter");
        }
        return configured;
    }

    private <T> @Nullable T value(String name, String key, Option option, Class<T> type, @Nullable T declared) {
        var text = text(name, key);
        try {
            return text == null ? declared : type.cast(option.format().read(text));
        } catch (IllegalArgumentException e) {
            problems.add(fullName(name, key) + " is \"" + text + "\"; use "
                    + option.format().range());
            return declared;
        }
    }

    private List<String> classes(String name, String key, List<String> declared) {
        var text = text(name, key);
        if (text == null) {
            return declared;
        }
        var names = Stream.of(text.split(",")).map(String::strip).toList();
        names.stream()
                .filter(isFailure.negate())
                .forEach(other -> problems.add(fullName(name, key) + " names \"" + other
                        + "\", which is no class that can be thrown; use names such as java.io.IOException,"
                        + " and in a native image register the class for reflection"));
        return names;
    }

    private @Nullable String text(String name, String key) {
        var set = produced.get(shortName(name, key));
        if (set == null) {
            var found = lookup.find(fullName(name, key));
            set = found == null ? null : found.text();
        }
        return set == null || set.isBlank() ? null : set.strip();
    }

    private static String shortName(String name, String key) {
        return OBSERVER + "\"" + name + "\"." + key;
    }

    private static String fullName(String name, String key) {
        return OptionNames.PREFIX + shortName(name, key);
    }

    /** Whether the name of an option, without its prefix, is meant for a single observer. */
    static boolean isMeant(String key) {
        return key.startsWith(OBSERVER + "\"");
    }

    /** Adds a problem if there is no such option of an observer, whatever the observer is. */
    static void check(String key, ConfigurationProblems problems) {
        if (!NAME.matcher(key).matches()) {
            problems.add(OptionNames.PREFIX + key + " is no option; use " + fullName("<name>", "<option>")
                    + " with one of " + String.join(", ", KEYS));
        }
    }

    /** Whether a variable of the environment is an option of an observer, whatever the observer is. */
    static boolean isVariable(String name) {
        return VARIABLE.matcher(name.toUpperCase(Locale.ROOT)).matches();
    }
}
