package io.github.rethinkemitter.embedded.reql;

import io.github.rethinkemitter.embedded.data.Arr;
import io.github.rethinkemitter.embedded.data.Datum;
import io.github.rethinkemitter.embedded.data.Obj;
import io.github.rethinkemitter.embedded.data.ReqlException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Terms on strings. */
final class StringTerms {
    private StringTerms() {}

    static void register(Registry registry) {
        registry.add(141, "upcase", 1, 1, call -> Val.of(call.string(0).toUpperCase(Locale.ROOT)));
        registry.add(142, "downcase", 1, 1, call -> Val.of(call.string(0).toLowerCase(Locale.ROOT)));
        registry.add(149, "split", 1, 3, StringTerms::split);
        registry.add(97, "match", 2, 2, StringTerms::match);
    }

    private static Val split(Call call) {
        String text = call.string(0);
        int maxSplits = call.size() == 3 ? call.integer(2) : -1;
        int limit = call.env().limits().array() - 1;
        if (maxSplits < -1 || maxSplits > limit) {
            throw ReqlException.logic("Error: `split` size argument must be in range [-1, " + limit + "].");
        }
        boolean onSpace = call.size() == 1 || call.datum(1) instanceof Datum.Null;
        List<String> parts = onSpace ? words(text, maxSplits) : parts(text, call.string(1), maxSplits);
        return Val.of(new Arr(parts.stream().map(Datum::of).toList()));
    }

    private static List<String> words(String text, int maxSplits) {
        List<String> words = new ArrayList<>();
        String rest = text.stripLeading();
        while (!rest.isEmpty() && words.size() != maxSplits) {
            String[] split = rest.split("\\s+", 2);
            words.add(split[0]);
            rest = split.length == 1 ? "" : split[1];
        }
        if (!rest.isEmpty()) {
            words.add(rest);
        }
        return words;
    }

    private static List<String> parts(String text, String separator, int maxSplits) {
        List<String> parts = new ArrayList<>();
        if (separator.isEmpty()) {
            int at = 0;
            while (at < text.length() && parts.size() != maxSplits) {
                int next = text.offsetByCodePoints(at, 1);
                parts.add(text.substring(at, next));
                at = next;
            }
            if (at < text.length()) {
                parts.add(text.substring(at));
            }
            return parts;
        }
        int from = 0;
        for (int at = text.indexOf(separator);
                at >= 0 && parts.size() != maxSplits;
                at = text.indexOf(separator, from)) {
            parts.add(text.substring(from, at));
            from = at + separator.length();
        }
        parts.add(text.substring(from));
        return parts;
    }

    private static Val match(Call call) {
        String text = call.string(0);
        Matcher matcher;
        try {
            matcher = Pattern.compile(call.string(1).replace("(?P<", "(?<")).matcher(text);
        } catch (PatternSyntaxException wrong) {
            throw ReqlException.logic("Error in regexp `" + call.string(1) + "` (portion `" + wrong.getPattern()
                    + "`): " + wrong.getDescription());
        }
        if (!matcher.find()) {
            return Val.of(Datum.NULL);
        }
        List<Datum> groups = new ArrayList<>();
        for (int i = 1; i <= matcher.groupCount(); i++) {
            groups.add(matcher.group(i) == null ? Datum.NULL : part(text, matcher, i));
        }
        return Val.of(part(text, matcher, 0).with("groups", new Arr(groups)));
    }

    private static Obj part(String text, Matcher matcher, int group) {
        int start = bytes(text, matcher.start(group));
        return Obj.of("str", matcher.group(group), "start", start, "end", bytes(text, matcher.end(group)));
    }

    // A real server counts bytes in a match, and not characters.
    private static int bytes(String text, int characters) {
        return text.substring(0, characters).getBytes(StandardCharsets.UTF_8).length;
    }
}
