package io.github.rethinkemitter.internal.config;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The values of one channel. A value that cannot be read is noted, and its default stands in for it until all problems are
 * reported.
 *
 * @param scopes the innermost first
 */
record ChannelValues(List<OptionScope> scopes, ConfigurationProblems problems) {

    <T> T get(Option option, Class<T> type) {
        return type.cast(read(option, text -> option.form().read(text)));
    }

    /** As {@link #get}, for a form that needs more than the option knows. */
    <T> T read(Option option, Function<String, T> reader) {
        var scope = scopeOf(option);
        if (scope == null) {
            return reader.apply(option.preset());
        }
        T value = read(option, reader, scope);
        return value == null ? reader.apply(option.preset()) : value;
    }

    /** The value of an option without a default; null when nobody sets it. */
    <T> @Nullable T given(Option option, Class<T> type) {
        var scope = scopeOf(option);
        return scope == null
                ? null
                : read(option, text -> type.cast(option.form().read(text)), scope);
    }

    private <T> @Nullable T read(Option option, Function<String, T> reader, OptionScope scope) {
        var text = scope.texts().getOrDefault(option, option.preset());
        try {
            return reader.apply(text);
        } catch (IllegalArgumentException e) {
            var value = option.isSecret() ? "" : " is \"" + withoutLogin(text) + "\"";
            problems.add(scope.path() + option.key() + value + "; use "
                    + option.form().range());
            return null;
        }
    }

    // Who writes an address where none is expected may write a password before it.
    private static String withoutLogin(String text) {
        int at = text.lastIndexOf('@');
        return at < 0 ? text : "***" + text.substring(at);
    }

    /** Null when nobody sets it. */
    @Nullable
    String text(Option option) {
        var scope = scopeOf(option);
        return scope == null ? null : scope.texts().get(option);
    }

    void problem(Option option, String text) {
        var scope = scopeOf(option);
        problems.add((scope == null ? OptionNames.PREFIX : scope.path()) + option.key() + text);
    }

    /** Name of the embedded server to start; null when a server is reached by network. */
    @Nullable
    String embedded() {
        for (OptionScope scope : scopes) {
            if (scope.namesServer()) {
                return scope.embedded();
            }
        }
        return null;
    }

    /** Who says which server it is, in words; null when nobody does. */
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
