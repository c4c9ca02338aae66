package io.github.rethinkemitter.internal.flow;

/** Text of others, such as a topic or an id from the table, for a message or a log line. */
public interface Printable {

    /**
     * The same text with its control characters and line separators as escapes such as {@code \n} or {@code \u001b}, so
     * that nobody can write lines of a log by the name of a topic.
     */
    static String of(String text) {
        if (text.chars().noneMatch(Printable::breaksLines)) {
            return text;
        }
        StringBuilder printable = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n') {
                printable.append("\\n");
            } else if (breaksLines(c)) {
                String hex = Integer.toHexString(c);
                printable.append("\\u").append("0".repeat(4 - hex.length())).append(hex);
            } else {
                printable.append(c);
            }
        }
        return printable.toString();
    }

    // U+2028 and U+2029 end a line, and U+202A to U+202E and U+2066 to U+2069 turn the direction of what follows.
    private static boolean breaksLines(int c) {
        return Character.isISOControl(c) || (c >= 0x2028 && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
    }
}
