package io.github.rethinkemitter.support.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.rethinkdb.gen.proto.TermType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes terms of the protocol, {@code [number, [arguments], {options}]}, from the method names of the drivers. */
record ReqlTerm(int number) {

    static final ReqlTerm MAKE_ARRAY = new ReqlTerm(TermType.MAKE_ARRAY.value);
    static final ReqlTerm VAR = new ReqlTerm(TermType.VAR.value);
    static final ReqlTerm FUNC = new ReqlTerm(TermType.FUNC.value);
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private static final Map<String, String> OTHER_NAMES =
            Map.of("row", "IMPLICIT_VAR", "toJSON", "TO_JSON_STRING", "toISO8601", "TO_ISO8601", "js", "JAVASCRIPT");

    // The number of arguments before the options. Methods that are not in this map have no options.
    private static final Map<String, Integer> BEFORE_OPTIONS = Map.ofEntries(
            Map.entry("table", 1),
            Map.entry("tableCreate", 1),
            Map.entry("indexCreate", 1),
            Map.entry("insert", 1),
            Map.entry("update", 1),
            Map.entry("replace", 1),
            Map.entry("delete", 0),
            Map.entry("between", 2),
            Map.entry("getAll", 0),
            Map.entry("filter", 1),
            Map.entry("changes", 0),
            Map.entry("orderBy", 0),
            Map.entry("distinct", 0),
            Map.entry("slice", 2),
            Map.entry("during", 2),
            Map.entry("max", 0),
            Map.entry("min", 0),
            Map.entry("group", 0),
            Map.entry("wait", 0),
            Map.entry("reconfigure", 0),
            Map.entry("iso8601", 1),
            Map.entry("union", 0),
            Map.entry("eqJoin", 2),
            Map.entry("fold", 2),
            Map.entry("random", 0),
            Map.entry("indexRename", 2));

    static @Nullable JsonNode takeOptions(String method, List<JsonNode> arguments) {
        int last = arguments.size() - 1;
        Integer before = BEFORE_OPTIONS.get(method);
        return before != null && last >= before && arguments.get(last).isObject() ? arguments.remove(last) : null;
    }

    static JsonNode of(String method, List<JsonNode> arguments, @Nullable JsonNode options) {
        return switch (method) {
            case "expr" -> arguments.get(0);
            case "do" -> {
                List<JsonNode> functionFirst = new ArrayList<>(arguments);
                functionFirst.add(0, functionFirst.remove(functionFirst.size() - 1));
                yield new ReqlTerm(TermType.FUNCALL.value).of(functionFirst);
            }
            default -> {
                ArrayNode term = new ReqlTerm(numberOf(method)).of(withFunctions(method, arguments));
                yield options == null ? term : term.add(options);
            }
        };
    }

    ArrayNode of(Iterable<JsonNode> arguments) {
        ArrayNode list = NODES.arrayNode();
        arguments.forEach(list::add);
        return NODES.arrayNode().add(number).add(list);
    }

    private static int numberOf(String method) {
        String name = OTHER_NAMES.get(method);
        return TermType.valueOf(
                        name != null
                                ? name
                                : method.replaceAll("([a-z])([A-Z])", "$1_$2").toUpperCase(Locale.ROOT))
                .value;
    }

    /** Turns arguments that use {@code r.row} into functions, as the drivers do. */
    private static List<JsonNode> withFunctions(String method, List<JsonNode> arguments) {
        if (!List.of("filter", "map", "update", "replace", "merge", "concatMap", "forEach")
                .contains(method)) {
            return arguments;
        }
        List<JsonNode> converted = new ArrayList<>();
        for (JsonNode argument : arguments) {
            boolean usesRow =
                    !converted.isEmpty() && argument.toString().contains("[" + TermType.IMPLICIT_VAR.value + ",[]");
            ArrayNode parameter = NODES.arrayNode().add(1);
            converted.add(usesRow ? FUNC.of(List.of(MAKE_ARRAY.of(parameter), argument)) : argument);
        }
        return converted;
    }
}
