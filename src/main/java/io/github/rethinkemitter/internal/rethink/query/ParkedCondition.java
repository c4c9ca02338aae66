package io.github.rethinkemitter.internal.rethink.query;

import static io.github.rethinkemitter.internal.rethink.query.ReqlTerms.*;

import io.github.rethinkemitter.internal.flow.ParkedFilter;
import io.github.rethinkemitter.internal.flow.TopicPattern;
import java.util.ArrayList;
import java.util.List;

/** What a filter says about an entry besides its state, as a function that the database evaluates. */
final class ParkedCondition {

    private ParkedCondition() {}

    /**
     * The condition of a filter.
     *
     * <pre>
     * e => e.v == 1 and (e.observer == observer or e.observer.match(observer + '#[0-9]+') != null)
     *     and e.event.topic == topic and ('.' + e.event.topic).match(pattern) != null
     *     and (e.cause.type == cause or e.cause.type.split('.').nth(-1) == cause) and e.first &lt;= r.now() - olderThan
     * </pre>
     *
     * An entry that lacks a field is left out.
     */
    static String of(ParkedFilter filter, int parameter) {
        String entry = parameter(parameter);
        List<String> all = new ArrayList<>();
        all.add(ParkQueries.isOfThisVersion(entry));
        if (filter.observer() != null) {
            all.add(observer(field(entry, "observer"), filter.observer()));
        }
        if (filter.topic() != null) {
            all.add(topic(field(field(entry, "event"), "topic"), filter.topic()));
        }
        if (filter.cause() != null) {
            String type = field(field(entry, "cause"), "type");
            String cause = ParkedDocument.text(filter.cause());
            String simpleName = term(45, term(149, type, text(".")), "-1");
            all.add(or(equal(type, cause), equal(simpleName, cause)));
        }
        if (filter.olderThan() != null) {
            all.add(notAfter(field(entry, "first"), subtract(NOW, ParkQueries.bounded(filter.olderThan()))));
        }
        return function(parameter, and(all.toArray(String[]::new)));
    }

    // Where several observers of an application have one name, all but the first have a number after it.
    private static String observer(String observer, String wanted) {
        var numbered = new StringBuilder("\\A");
        quote(wanted, numbered);
        return or(equal(observer, ParkedDocument.text(wanted)), matches(observer, numbered + "#[0-9]+\\z"));
    }

    private static String topic(String topic, String wanted) {
        if (wanted.indexOf('*') < 0) {
            return equal(topic, ParkedDocument.text(wanted));
        }
        return matches(add(text("."), topic), expression(TopicPattern.of(wanted)));
    }

    private static String matches(String value, String expression) {
        return not(equal(term(97, value, text(expression)), NULL));
    }

    /**
     * A regular expression that matches a topic that has a dot before it, so that every segment begins with one:
     *
     * <pre>
     * *     \.[^.]*
     * **    (?:\..*)?
     * text  \.text
     * </pre>
     */
    static String expression(TopicPattern pattern) {
        var expression = new StringBuilder("(?s)\\A");
        String before = "";
        for (String segment : pattern.segments()) {
            switch (segment) {
                case "*" -> expression.append("\\.[^.]*");
                case "**" -> expression.append(before.equals("**") ? "" : "(?:\\..*)?");
                default -> quote(segment, expression.append("\\."));
            }
            before = segment;
        }
        return expression.append("\\z").toString();
    }

    // As the text is stored.
    private static void quote(String text, StringBuilder into) {
        var stored = ParkedDocument.valid(text);
        for (int i = 0; i < stored.length(); i++) {
            char c = stored.charAt(i);
            boolean isPunctuation = c >= ' ' && c < 128 && c != '_' && !Character.isLetterOrDigit(c);
            into.append(isPunctuation ? "\\" : "").append(c);
        }
    }
}
