package io.github.rethinkemitter.internal.config;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Options as variables of the environment: {@code rethink.emitter.publish.batch-size} is
 * {@code RETHINK_EMITTER_PUBLISH_BATCH_SIZE} there. A variable does not tell hyphens, dots and underscores of a name apart.
 * So it sets options of channels that are known from elsewhere, and does not make a channel known.
 */
final class EnvironmentVariables {

    private static final String PREFIX = of(OptionNames.PREFIX);
    private static final String CHANNEL = PREFIX + "CHANNEL_";

    // The variables that Kubernetes sets in every container of a namespace that has a service named rethink-emitter or
    // rethink-emitter-x.
    private static final Pattern KUBERNETES =
            Pattern.compile(PREFIX + "(?:\\w+_)?(?:SERVICE_HOST|SERVICE_PORT(?:_\\w+)?"
                    + "|PORT_\\d+_(?:TCP|UDP|SCTP)(?:_PROTO|_PORT|_ADDR)?)");
    private static final Pattern KUBERNETES_PORT = Pattern.compile(PREFIX + "(?:\\w+_)?PORT");
    private static final Pattern ADDRESS = Pattern.compile("(?:tcp|udp|sctp)://.*");

    private EnvironmentVariables() {}

    /** The variable of a full name. */
    static String of(String name) {
        return name.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
    }

    /** Whether a name is spelled as a variable and has the prefix of the options. */
    static boolean hasPrefix(String name) {
        return name.indexOf('.') < 0 && name.toUpperCase(Locale.ROOT).startsWith(PREFIX);
    }

    /** Adds a problem for each variable that is no option. */
    static void check(Collection<String> variables, ConfigLookup lookup, ConfigurationProblems problems) {
        for (String variable : variables) {
            var name = variable.toUpperCase(Locale.ROOT);
            if (!isOption(name) && !isOfKubernetes(name, lookup.find(variable))) {
                problems.add(variable + " is no option; " + remedy(name));
            }
        }
    }

    private static boolean isOption(String name) {
        return options(PREFIX).anyMatch(name::equals)
                || ObserverOptions.isVariable(name)
                || (name.startsWith(CHANNEL)
                        && options("_")
                                .anyMatch(option ->
                                        name.endsWith(option) && name.length() > CHANNEL.length() + option.length()));
    }

    private static Stream<String> options(String before) {
        return Arrays.stream(Option.values()).map(option -> before + of(option.key()));
    }

    private static boolean isOfKubernetes(String name, ConfigLookup.@Nullable Found value) {
        return KUBERNETES.matcher(name).matches()
                || (value != null
                        && KUBERNETES_PORT.matcher(name).matches()
                        && ADDRESS.matcher(value.text()).matches());
    }

    private static String remedy(String name) {
        var candidates = name.startsWith(CHANNEL) ? ofChannels(name) : options(PREFIX);
        return candidates
                .min(Comparator.comparingInt(candidate -> OptionNames.distance(name, candidate)))
                .map(nearest -> "did you mean " + nearest + "?")
                .orElse("use " + CHANNEL + "<NAME>_<OPTION>");
    }

    // Each underscore may be the one at which the name of the channel ends.
    private static Stream<String> ofChannels(String name) {
        return IntStream.range(CHANNEL.length() + 1, name.length())
                .filter(at -> name.charAt(at) == '_')
                .mapToObj(at -> name.substring(0, at + 1))
                .flatMap(EnvironmentVariables::options);
    }
}
