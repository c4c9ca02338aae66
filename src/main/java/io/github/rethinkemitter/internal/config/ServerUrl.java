package io.github.rethinkemitter.internal.config;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A database in one line, taken apart into the options that it stands for.
 *
 * <pre>
 * url = ("rethinkdb" | "rethinkdbs") "://" [user [":" password] "@"] host [":" port] {"," host [":" port]} ["/" [db]]
 * </pre>
 *
 * User, password and db may be percent-encoded.
 */
final class ServerUrl {

    private static final Pattern URL =
            Pattern.compile("rethinkdb(?<tls>s?)://(?:(?<user>[^/@:]+)(?::(?<password>[^/@]*))?@)?(?<hosts>[^/@?#]+)"
                    + "(?:/(?<db>[^/?#]*))?");

    private static final String EMBEDDED = "embedded:";

    private ServerUrl() {}

    static boolean isEmbedded(String url) {
        return url.startsWith(EMBEDDED);
    }

    /** The name after {@code embedded:}, which may be empty. */
    static String embeddedName(String url) {
        return url.substring(EMBEDDED.length());
    }

    /** The options that a url sets; throws {@link IllegalArgumentException} for a text that is no such url. */
    static Map<Option, String> options(String url) {
        var parts = URL.matcher(url);
        if (!parts.matches()) {
            // The url may hold a password: it is not repeated.
            throw new IllegalArgumentException("not a url of RethinkDB");
        }
        var options = new EnumMap<Option, String>(Option.class);
        options.put(Option.HOSTS, parts.group("hosts"));
        options.put(Option.TLS, String.valueOf(!parts.group("tls").isEmpty()));
        putIfThere(options, Option.USER, parts.group("user"));
        putIfThere(options, Option.PASSWORD, parts.group("password"));
        putIfThere(options, Option.DB, parts.group("db"));
        return options;
    }

    private static void putIfThere(Map<Option, String> options, Option option, String text) {
        if (text != null && !text.isEmpty()) {
            // URLDecoder is made for forms, where + stands for a space; in a url it stands for itself.
            options.put(option, URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8));
        }
    }
}
