package io.github.rethinkemitter.internal.config;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The values of one channel's options. A value that cannot be read is a problem; the option's default is used in its place,
 * so that all problems are found before they are reported.
 *
 * @param scopes those of the channel and of the root, the channel's first
 */
record ChannelValues(List<OptionScope> scopes, ConfigurationProblems problems) {

    <T> T get(Option option, Class<T> type) {
        return type.cast(read(option, text -> option.format().read(text)));
    }

    /** As {@link #get}, read by another reader than the option's own. */
    <T> T read(Option option, Function<String, T> reader) {
        var scope = scopeOf(option);
        if (scope == null) {
            return reader.apply(option.preset());
        }
        T value = read(option, reader, scope);
        return value == null ? reader.apply(option.preset()) : value;
    }

    /** The value of an option without a default; null when it is not set. */
    <T> @Nullable T getIfSet(Option option, Class<T> type) {
        var scope = scopeOf(option);
        return scope == null
                ? null
                : read(option, text -> type.cast(option.format().read(text)), scope);
    }

    private <T> @Nullable T read(Option option, Function<String, T> reader, OptionScope scope) {
        var text = scope.texts().getOrDefault(option, option.preset());
        try {
            return reader.apply(text);
        } catch (IllegalArgumentException e) {
            var value = option.isSecret() ? "" : " is \"" + withoutLogin(text) + "\"";
            problems.add(scope.path() + option.key() + value + "; use "
                    + option.format().range());
            return null;
        }
    }

    // A user who writes an address where none is expected may have written a password before it.
    private static String withoutLogin(String text) {
        int at = text.lastIndexOf('@');
        return at < 0 ? text : "***" + text.substring(at);
    }

    /** The text of an option; null when it is not set. */
    @Nullable
    String text(Option option) {
        var scope = scopeOf(option);
        return scope == null ? null : scope.texts().get(option);
    }

    void problem(Option option, String text) {
        var scope = scopeOf(option);
        problems.add((scope == null ? OptionNames.PREFIX : scope.path()) + option.key() + text);
    }

    /** The name of the embedded server to start; null when a server is reached over the network. */
    @Nullable
    String embedded() {
        for (OptionScope scope : scopes) {
            if (scope.namesServer()) {
                return scope.embedded();
            }
        }
        return null;
    }

    /** The option that names the server, and where it is set, in words; null when none does. */
    @Nullable
    String server() {
        for (OptionScope scope : scopes) {
            if (scope.namesServer()) {
                return scope.server();
            }
        }
        return null;
    }

    private @Nullable OptionScope scopeOf(Option option) {
        for (OptionScope scope : scopes) {
            if (scope.texts().containsKey(option)) {
                return scope;
            }
        }
        return null;
    }
}
