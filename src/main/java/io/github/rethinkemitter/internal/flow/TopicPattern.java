package io.github.rethinkemitter.internal.flow;

import java.util.List;

/**
 * What an observer observes: a topic, or a pattern over its segments.
 *
 * <pre>
 * pattern = segment { "." segment }
 * segment = "*"           any one segment
 *         | "**"          any number of segments, none included
 *         | text          that segment; no "*" in it
 * </pre>
 *
 * @param text as written
 * @param segments the same, divided at its dots
 */
public record TopicPattern(String text, List<String> segments) {

    private static final String ONE = "*";
    private static final String ANY = "**";

    public TopicPattern {
        segments = List.copyOf(segments);
    }

    /** Every event. */
    public static TopicPattern everything() {
        return of(ANY);
    }

    /** Reads a pattern. One that no event can ever match is refused with an {@link IllegalArgumentException}. */
    public static TopicPattern of(String text) {
        if (text.indexOf('*') < 0) {
            new Topic(text);
            return new TopicPattern(text, segmentsOf(text));
        }
        if (text.length() > Topic.MAX_LENGTH || text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("RTH0518 a pattern of topics has at most " + Topic.MAX_LENGTH
                    + " characters and no control characters, this one has " + text.length()
                    + " characters. Shorten it, or use ** for its end");
        }
        var segments = segmentsOf(text);
        for (var segment : segments) {
            if (segment.indexOf('*') >= 0 && !segment.equals(ONE) && !segment.equals(ANY)) {
                throw new IllegalArgumentException(
                        "RTH0518 pattern \"" + text + "\" mixes * with other characters in \"" + segment
                                + "\". Use * for exactly one segment between dots, ** for any number of them");
            }
        }
        return new TopicPattern(text, segments);
    }

    public boolean matches(String topic) {
        if (text.indexOf('*') < 0) {
            return text.equals(topic);
        }
        return matches(segmentsOf(topic));
    }

    // Greedy, with one place to return to: a later ** makes every earlier choice final, so the time is at most
    // quadratic.
    private boolean matches(List<String> topic) {
        int at = 0;
        int next = 0;
        int lastAny = -1;
        int resume = 0;
        while (next < topic.size()) {
            var wanted = at < segments.size() ? segments.get(at) : "";
            if (at < segments.size() && wanted.equals(ANY)) {
                lastAny = at++;
                resume = next;
            } else if (at < segments.size() && (wanted.equals(ONE) || wanted.equals(topic.get(next)))) {
                at++;
                next++;
            } else if (lastAny >= 0) {
                at = lastAny + 1;
                next = ++resume;
            } else {
                return false;
            }
        }
        return segments.subList(at, segments.size()).stream().allMatch(ANY::equals);
    }

    private static List<String> segmentsOf(String text) {
        return List.of(text.split("\\.", -1));
    }
}
