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

/** Terms of the wire, {@code [number, [arguments], {options}]}, made from the names that the drivers give them. */
record ReqlTerm(int number) {

    static final ReqlTerm MAKE_ARRAY = new ReqlTerm(TermType.MAKE_ARRAY.value);
    static final ReqlTerm VAR = new ReqlTerm(TermType.VAR.value);
    static final ReqlTerm FUNC = new ReqlTerm(TermType.FUNC.value);
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private static final Map<String, String> OTHER_NAMES =
            Map.of("row", "IMPLICIT_VAR", "toJSON", "TO_JSON_STRING", "toISO8601", "TO_ISO8601", "js", "JAVASCRIPT");

    // How many arguments come before the options; methods that are not here have no options.
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
                List<JsonNode> turned = new ArrayList<>(arguments);
                turned.add(0, turned.remove(turned.size() - 1));
                yield new ReqlTerm(TermType.FUNCALL.value).of(turned);
            }
            default -> {
                ArrayNode term = new ReqlTerm(numberOf(method)).of(wrapped(method, arguments));
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

    /** As the drivers do: an argument that uses {@code r.row} becomes a function. */
    private static List<JsonNode> wrapped(String method, List<JsonNode> arguments) {
        if (!List.of("filter", "map", "update", "replace", "merge", "concatMap", "forEach")
                .contains(method)) {
            return arguments;
        }
        List<JsonNode> wrapped = new ArrayList<>();
        for (JsonNode argument : arguments) {
            boolean uses =
                    !wrapped.isEmpty() && argument.toString().contains("[" + TermType.IMPLICIT_VAR.value + ",[]");
            ArrayNode parameter = NODES.arrayNode().add(1);
            wrapped.add(uses ? FUNC.of(List.of(MAKE_ARRAY.of(parameter), argument)) : argument);
        }
        return wrapped;
    }
}
