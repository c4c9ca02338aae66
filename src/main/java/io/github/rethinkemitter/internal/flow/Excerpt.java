package io.github.rethinkemitter.internal.flow;

import java.util.Locale;

/**
 * Text from outside, such as the id or the topic of a foreign document, as messages show it: on one line, without characters
 * that a terminal or a log would obey, and cut after {@code longest} characters, or after the length of a topic.
 *
 * <pre>{@code
 * "document \"" + new Excerpt(id) + "\" is no event"
 * }</pre>
 */
public record Excerpt(String text, int longest) {

    public Excerpt {
        var shown = new StringBuilder(Math.min(text.length(), longest) + 16);
        for (int i = 0; i < text.length(); i++) {
            if (i >= longest) {
                shown.append('…');
                break;
            }
            show(text, i, longest, shown);
        }
        text = shown.toString();
    }

    public Excerpt(String text) {
        this(text, Topic.MAX_LENGTH);
    }

    private static void show(String text, int at, int longest, StringBuilder into) {
        char c = text.charAt(at);
        if (isHarmless(c) || isOfPair(text, at, longest)) {
            into.append(c);
        } else {
            into.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
        }
    }

    // Format characters are not harmless: some turn the direction of the text that follows.
    private static boolean isHarmless(char c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }

    private static boolean isOfPair(String text, int at, int longest) {
        char c = text.charAt(at);
        return Character.isHighSurrogate(c)
                ? at + 1 < text.length() && at + 1 < longest && Character.isLowSurrogate(text.charAt(at + 1))
                : Character.isLowSurrogate(c) && at > 0 && Character.isHighSurrogate(text.charAt(at - 1));
    }

    @Override
    public String toString() {
        return text;
    }
}
