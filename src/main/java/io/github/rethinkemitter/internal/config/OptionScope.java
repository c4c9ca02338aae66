package io.github.rethinkemitter.internal.config;

import io.github.rethinkemitter.internal.config.ConfigLookup.Found;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The options that one channel, or the root, sets itself. A url counts as the options that it stands for, so that a channel
 * can take the root's server and name its own db, and a higher layer can override a part of the url. Within one layer a url
 * and an option that contradict it are a problem.
 *
 * @param path what the names of its options begin with
 * @param embedded the name of the embedded server, if the url names one
 * @param server the option that names the server, and where it is set, in words; null when none does
 */
record OptionScope(
        String path,
        Map<Option, String> texts,
        @Nullable String embedded,
        @Nullable String server) {

    static OptionScope read(String path, Function<Option, @Nullable Found> source, ConfigurationProblems problems) {
        var given = new EnumMap<Option, Found>(Option.class);
        for (Option option : Option.values()) {
            var found = source.apply(option);
            if (found != null && !isUnset(option, found.text())) {
                given.put(
                        option,
                        option.isVerbatim() ? found : new Found(found.text().strip(), found.layer(), found.source()));
            }
        }
        var url = given.remove(Option.URL);
        var hosts = given.get(Option.HOSTS);
        var embedded = url == null ? null : merge(path, given, url, problems);
        var server = server(path, url, hosts);
        dropOverriddenAuthorities(given);
        var texts = new EnumMap<Option, String>(Option.class);
        given.forEach((option, found) -> texts.put(option, found.text()));
        return new OptionScope(path, texts, embedded, server);
    }

    /** The option that names the server: url or hosts, whichever is in the higher layer. */
    private static @Nullable String server(String path, @Nullable Found url, @Nullable Found hosts) {
        if (hosts != null && (url == null || hosts.layer() >= url.layer())) {
            return path + Option.HOSTS.key() + " in " + hosts.source();
        }
        return url == null ? null : path + Option.URL.key() + " in " + url.source();
    }

    private static boolean isUnset(Option option, String text) {
        return option.isVerbatim() ? text.isEmpty() : text.isBlank();
    }

    /** Whether it names a server. If so, what the root says about its server does not count. */
    boolean namesServer() {
        return embedded != null || texts.containsKey(Option.HOSTS);
    }

    /** Adds the options of the url that no higher layer sets. Returns the name of the embedded server, if the url names one. */
    private static @Nullable String merge(
            String path, Map<Option, Found> given, Found url, ConfigurationProblems problems) {
        if (ServerUrl.isEmbedded(url.text())) {
            return embedded(path, given, url, problems);
        }
        try {
            ServerUrl.options(url.text()).forEach((option, text) -> {
                var other = given.get(option);
                if (other == null || other.layer() < url.layer()) {
                    given.put(option, new Found(text, url.layer(), url.source()));
                } else if (other.layer() == url.layer() && !other.text().equals(text)) {
                    problems.add(path + "url and " + path + option.key() + " contradict each other; set one of them");
                }
            });
        } catch (IllegalArgumentException e) {
            problems.add(path + "url is no url of a database; use "
                    + Option.URL.format().range());
        }
        return null;
    }

    private static @Nullable String embedded(
            String path, Map<Option, Found> given, Found url, ConfigurationProblems problems) {
        var hosts = given.get(Option.HOSTS);
        if (hosts != null && hosts.layer() > url.layer()) {
            return null;
        }
        for (Option option : List.of(Option.HOSTS, Option.TLS, Option.TLS_CA_FILE)) {
            var other = given.get(option);
            if (other != null && other.layer() < url.layer()) {
                given.remove(option);
            } else if (other != null) {
                problems.add(path + "url starts an embedded server, which " + path + option.key()
                        + " does not fit; set one of them");
            }
        }
        return ServerUrl.embeddedName(url.text());
    }

    // An operator who turns TLS off in a higher layer need not know which authorities a lower layer names.
    private static void dropOverriddenAuthorities(Map<Option, Found> given) {
        var tls = given.get(Option.TLS);
        var authorities = given.get(Option.TLS_CA_FILE);
        if (tls != null
                && authorities != null
                && tls.text().equalsIgnoreCase("false")
                && authorities.layer() < tls.layer()) {
            given.remove(Option.TLS_CA_FILE);
        }
    }
}
