package io.github.rethinkemitter.internal.config;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What one channel, or the root, sets itself. A url counts as the options that it stands for, so that a channel can take
 * the root's server and name its own db.
 *
 * @param path what stands before the name of an option in a message
 * @param embedded name of the embedded server, if the url names one
 */
record Scope(
        String path, Map<Option, String> texts, @Nullable String embedded) {

    static Scope read(String path, Function<Option, @Nullable String> source, Problems problems) {
        var texts = new EnumMap<Option, String>(Option.class);
        for (Option option : Option.values()) {
            var text = source.apply(option);
            if (text != null && !text.isBlank()) {
                texts.put(option, option == Option.PASSWORD ? text : text.strip());
            }
        }
        var url = texts.remove(Option.URL);
        if (url == null) {
            return new Scope(path, texts, null);
        }
        if (ServerUrl.isEmbedded(url)) {
            conflictsWithUrl(path, texts, problems, Option.HOSTS, Option.TLS, Option.TLS_CA_FILE);
            return new Scope(path, texts, ServerUrl.embeddedName(url));
        }
        merge(path, texts, url, problems);
        return new Scope(path, texts, null);
    }

    /** Whether it says which server: what an outer scope says about that is then out of place. */
    boolean namesServer() {
        return embedded != null || texts.containsKey(Option.HOSTS);
    }

    private static void merge(String path, Map<Option, String> texts, String url, Problems problems) {
        try {
            ServerUrl.options(url).forEach((option, text) -> {
                var other = texts.putIfAbsent(option, text);
                if (other != null && !other.equals(text)) {
                    problems.add(path + "url and " + path + option.key() + " contradict each other; set one of them");
                }
            });
        } catch (IllegalArgumentException e) {
            problems.add(path + "url is no url of a database; use "
                    + Option.URL.form().range());
        }
    }

    private static void conflictsWithUrl(String path, Map<Option, String> texts, Problems problems, Option... options) {
        for (Option option : options) {
            if (texts.containsKey(option)) {
                problems.add(path + "url starts an embedded server, which " + path + option.key()
                        + " does not fit; set one of them");
            }
        }
    }
}
