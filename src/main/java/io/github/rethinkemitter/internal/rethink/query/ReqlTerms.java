package io.github.rethinkemitter.internal.rethink.query;

import io.github.rethinkemitter.internal.json.JsonString;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.stream.Stream;

/**
 * The terms of ReQL, by the names that its documentation has for them. A term is JSON text, and its arguments are terms:
 * {@code [term type, [argument…], {option…}]}. Numbers, quoted texts, and objects of terms are terms as they stand.
 */
final class ReqlTerms {

    static final String NOW = term(103);
    static final String TRUE = "true";
    static final String FALSE = "false";
    static final String NULL = "null";
    static final String MINVAL = term(180);
    static final String MAXVAL = term(181);
    static final String HARD = "{\"durability\":\"hard\"}";
    static final String SOFT = "{\"durability\":\"soft\"}";

    private ReqlTerms() {}

    static String text(String text) {
        return JsonString.quote(text);
    }

    static String seconds(Duration time) {
        return Reql.seconds(time.toMillis());
    }

    /** {@code [element…]} */
    static String array(String... elements) {
        return term(2, elements);
    }

    /** The parameter of a function, which all functions of a query number together. */
    static String parameter(int number) {
        return term(10, Integer.toString(number));
    }

    /** {@code parameter => body} */
    static String function(int parameter, String body) {
        return term(69, array(Integer.toString(parameter)), body);
    }

    /** {@code (id, old, inserted) => body}: decides what an insert does about a document that is there. */
    static String conflict(int id, int old, int inserted, String body) {
        String parameters = array(Integer.toString(id), Integer.toString(old), Integer.toString(inserted));
        return term(69, parameters, body);
    }

    /** {@code value.do(parameter => body)} */
    static String let(int parameter, String value, String body) {
        return term(64, function(parameter, body), value);
    }

    static String get(String table, String id) {
        return term(16, table, text(id));
    }

    /** {@code object(name)} */
    static String field(String object, String name) {
        return term(170, object, text(name));
    }

    /** {@code object.without(field…)} */
    static String without(String object, String... fields) {
        return term(34, withTexts(object, fields));
    }

    /** {@code object.pluck(field…)} */
    static String pluck(String object, String... fields) {
        return term(33, withTexts(object, fields));
    }

    private static String[] withTexts(String object, String... texts) {
        return Stream.concat(Stream.of(object), Arrays.stream(texts).map(ReqlTerms::text))
                .toArray(String[]::new);
    }

    static String equal(String one, String other) {
        return term(17, one, other);
    }

    /** {@code one < other} */
    static String before(String one, String other) {
        return term(19, one, other);
    }

    /** {@code one <= other} */
    static String notAfter(String one, String other) {
        return term(20, one, other);
    }

    /** {@code one > other} */
    static String after(String one, String other) {
        return term(21, one, other);
    }

    static String add(String one, String other) {
        return term(24, one, other);
    }

    static String subtract(String one, String other) {
        return term(25, one, other);
    }

    static String and(String... all) {
        return term(67, all);
    }

    static String or(String one, String other) {
        return term(66, one, other);
    }

    static String not(String one) {
        return term(23, one);
    }

    /** {@code array.contains(value)} */
    static String contains(String array, String value) {
        return term(93, array, value);
    }

    static String branch(String condition, String then, String otherwise) {
        return term(65, condition, then, otherwise);
    }

    /** {@code value.default(otherwise)}: also where the value lacks a field */
    static String orDefault(String value, String otherwise) {
        return term(92, value, otherwise);
    }

    static String merge(String object, String with) {
        return term(35, object, with);
    }

    static String filter(String sequence, String condition) {
        return term(39, sequence, condition);
    }

    static String map(String sequence, String function) {
        return term(38, sequence, function);
    }

    static String limit(String sequence, int most) {
        return term(71, sequence, Integer.toString(most));
    }

    /** {@code table.getAll(id…)} */
    static String getAll(String table, Collection<String> ids) {
        return term(
                78,
                Stream.concat(Stream.of(table), ids.stream().map(ReqlTerms::text))
                        .toArray(String[]::new));
    }

    /** {@code table.between(from, to, {…})} */
    static String between(String table, String from, String to, String options) {
        return withOptions(term(182, table, from, to), options);
    }

    static String orderBy(String table, String index) {
        return withOptions(term(41, table), "{\"index\":" + text(index) + "}");
    }

    static String count(String sequence) {
        return term(43, sequence);
    }

    static String insert(String table, String document, String options) {
        return withOptions(term(56, table, document), options);
    }

    static String update(String selection, String change, String options) {
        return withOptions(term(53, selection, change), options);
    }

    static String replace(String selection, String function, String options) {
        return withOptions(term(55, selection, function), options);
    }

    static String delete(String selection, String options) {
        return withOptions(term(54, selection), options);
    }

    static String term(int type, String... arguments) {
        return "[" + type + ",[" + String.join(",", arguments) + "]]";
    }

    private static String withOptions(String term, String options) {
        return term.substring(0, term.length() - 1) + "," + options + "]";
    }
}
