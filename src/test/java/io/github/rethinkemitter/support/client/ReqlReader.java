package io.github.rethinkemitter.support.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads {@link ReqlText} by recursive descent. */
final class ReqlReader {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final ReqlTokens tokens;
    private final Map<String, Integer> variables = new HashMap<>();
    private int lastVariable;

    ReqlReader(ReqlTokens tokens) {
        this.tokens = tokens;
    }

    JsonNode readAll() {
        JsonNode query = query();
        if (!tokens.isDone()) {
            throw tokens.problem("nothing expected after \"" + tokens.peek(-1) + "\"");
        }
        return query;
    }

    private JsonNode query() {
        List<String> parameters = parameters();
        return parameters.isEmpty() ? chain() : function(parameters);
    }

    /** Reads {@code a =>} or {@code (a, b) =>} and returns the names. Reads nothing where something else follows. */
    private List<String> parameters() {
        List<String> names = new ArrayList<>();
        int at = 0;
        if (tokens.peek(0).equals("(")) {
            do {
                names.add(tokens.peek(++at));
                at++;
            } while (tokens.peek(at).equals(","));
            at++;
        } else {
            names.add(tokens.peek(at++));
        }
        if (!tokens.peek(at).equals("=>")) {
            return List.of();
        }
        for (int i = 0; i <= at; i++) {
            tokens.next();
        }
        return names;
    }

    private JsonNode function(List<String> parameters) {
        ArrayNode ids = NODES.arrayNode();
        for (String name : parameters) {
            variables.put(name, ++lastVariable);
            ids.add(lastVariable);
        }
        JsonNode body = query();
        return ReqlTerm.FUNC.of(List.of(ReqlTerm.MAKE_ARRAY.of(ids), body));
    }

    private JsonNode chain() {
        JsonNode term = start();
        while (true) {
            if (tokens.skip(".")) {
                term = call(term, tokens.next());
            } else if (tokens.skip("(")) {
                term = ReqlTerm.of("bracket", List.of(term, query()), null);
                tokens.expect(")");
            } else {
                return term;
            }
        }
    }

    private JsonNode start() {
        String token = tokens.peek(0);
        if (token.equals("r") && tokens.peek(1).equals(".")) {
            tokens.next();
            tokens.next();
            return call(null, tokens.next());
        }
        if (tokens.skip("(")) {
            JsonNode inner = query();
            tokens.expect(")");
            return inner;
        }
        Integer variable = variables.get(token);
        if (variable != null) {
            tokens.next();
            return ReqlTerm.VAR.of(List.of(NODES.numberNode(variable)));
        }
        return literal();
    }

    private JsonNode literal() {
        String token = tokens.next();
        return switch (token.isEmpty() ? ' ' : token.charAt(0)) {
            case '[' -> ReqlTerm.MAKE_ARRAY.of(list("]"));
            case '{' -> object();
            case '\'', '"' -> NODES.textNode(unquoted(token));
            default -> TestJson.parse(token);
        };
    }

    private static String unquoted(String token) {
        String inner = token.substring(1, token.length() - 1);
        return TestJson.parse(
                        '"' + (token.startsWith("'") ? inner.replace("\\'", "'").replace("\"", "\\\"") : inner) + '"')
                .asText();
    }

    private JsonNode object() {
        ObjectNode object = NODES.objectNode();
        while (!tokens.skip("}")) {
            String key = tokens.next();
            tokens.expect(":");
            object.set(key.startsWith("'") || key.startsWith("\"") ? unquoted(key) : key, query());
            tokens.skip(",");
        }
        return object;
    }

    private List<JsonNode> list(String end) {
        List<JsonNode> elements = new ArrayList<>();
        while (!tokens.skip(end)) {
            elements.add(query());
            tokens.skip(",");
        }
        return elements;
    }

    private JsonNode call(@Nullable JsonNode receiver, String method) {
        boolean constant = List.of("row", "minval", "maxval").contains(method);
        List<JsonNode> arguments = !constant && tokens.skip("(") ? list(")") : new ArrayList<>();
        JsonNode options = ReqlTerm.takeOptions(method, arguments);
        if (receiver != null) {
            arguments.add(0, receiver);
        }
        return ReqlTerm.of(method, arguments, options);
    }
}
