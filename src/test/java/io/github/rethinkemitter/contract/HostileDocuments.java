package io.github.rethinkemitter.contract;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;

/** Documents that other programs may write into the table, as terms of the protocol. No document has the time of an old event. */
final class HostileDocuments {

    private static final String NOW = "[103,[]]";

    // As the number of an event these values are harmless: each document has a publisher of its own.
    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "7",
            "-1",
            "0.5",
            "1e303",
            "9007199254740991",
            "9007199254740992",
            "\"text\"",
            "\"\"",
            "\"line\\u000abreak \\u001b[2J \\u202e\"",
            "\"half a pair \\udc00\"",
            "{}",
            "{\"a\\u0000b\":{\"c\":1}}",
            "{\"\\udc00\":1}",
            "[2,[]]",
            "[2,[1,\"b\"]]",
            NOW,
            "{\"$reql_type$\":\"BINARY\",\"data\":\"AAEC\"}");

    private static final List<String> TIMES = List.of(
            "5",
            "1795478331391",
            "true",
            "\"2026-01-01T00:00:00Z\"",
            "[2,[2026,1,1]]",
            "null",
            "{\"epoch_time\":5}",
            "[101,[-0.001]]",
            "[101,[-62135596800]]",
            "[101,[-1e303]]",
            "[101,[253402300800]]",
            "[101,[9223372036854776]]",
            "[101,[1e303]]",
            "{\"$reql_type$\":\"TIME\",\"epoch_time\":1e15,\"timezone\":\"-23:59\"}");

    private static final List<String> ARGS = List.of(
            "[2,[]]",
            "[2,[null]]",
            "[2,[\"\"]]",
            "[2,[[2,[\"hostile\"]]]]",
            "[2,[{\"hostile\":1}]]",
            "[2,[" + NOW + "]]",
            "[2,[42,1]]",
            "[2,[\"hostile\"]]",
            "[2,[\"hostile\",1e303,-1e303,1e-320]]",
            "[2,[\"hostile\",\"\\udc00\"]]",
            "[2,[\"\\udc00\",1]]",
            "[2,[\"hostile\\u000a\\u0000\",1]]",
            "[2,[\"connect\"]]",
            "[2,[\"hostile\",{\"\\udc00\":1,\"$reql_type$\\u0000\":2}]]",
            "[2,[\"hostile\"," + "[2,[".repeat(300) + "]]".repeat(300) + "]]",
            "[2,[\"" + "long topic ".repeat(1000) + "\"]]");

    private final Random random;

    HostileDocuments(long seed) {
        random = new Random(seed);
    }

    /** Makes document {@code number}. */
    String next(int number) {
        Map<String, String> document = new LinkedHashMap<>();
        document.put("id", "\"hostile-" + number + "\"");
        document.put("args", "[2,[\"hostile\"," + number + "]]");
        document.put("ts", NOW);
        switch (random.nextInt(9)) {
            case 0 -> document.put("ts", pick(TIMES));
            case 1 -> document.put("args", random.nextBoolean() ? pick(ARGS) : pick(VALUES));
            case 2 -> document.put("id", id(number));
            case 3 -> {
                addSequence(document, number);
                document.put("raw", raw(number));
            }
            case 4 -> addSequence(document, number).put(pick(List.of("seq", "v", "settled", "src")), pick(VALUES));
            case 5 -> {
                addSequence(document, number).put("ts", pick(TIMES));
                document.put("args", pick(ARGS));
            }
            case 6 -> document.keySet().remove(pick(List.of("args", "ts")));
            case 7 -> {
                addSequence(document, number).put("v", "2");
                document.put("n", random.nextBoolean() ? "2" : pick(VALUES));
                document.put("events", packed(number));
                document.put("headers", random.nextBoolean() ? quote("[null,{}]") : pick(VALUES));
                document.put("keys", random.nextBoolean() ? keys() : pick(VALUES));
            }
            default ->
                List.of(
                                "args",
                                "ts",
                                "src",
                                "seq",
                                "v",
                                "settled",
                                "raw",
                                "headers",
                                "key",
                                "keys",
                                "n",
                                "events",
                                "topics",
                                "ephemeral",
                                "new_val",
                                "old_val",
                                "state")
                        .forEach(field -> {
                            if (random.nextInt(3) == 0) {
                                document.put(field, pick(field.equals("ts") ? TIMES : VALUES));
                            }
                        });
        }
        return document.entrySet().stream()
                .map(field -> "\"" + field.getKey() + "\":" + field.getValue())
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static Map<String, String> addSequence(Map<String, String> document, int number) {
        document.putAll(Map.of("src", "\"publisher-" + number + "\"", "seq", "1", "v", "1"));
        return document;
    }

    private String raw(int number) {
        return switch (random.nextInt(8)) {
            case 0 -> quote("[\"good\"," + number + "]");
            case 1 -> quote("[\"hostile\"," + "[".repeat(1 << 20));
            case 2 -> quote("[\"hostile\"," + "[".repeat(1 << 19) + "]".repeat(1 << 19) + "]");
            case 3 -> quote("[\"hostile\"," + "7".repeat(1_000_000) + "]");
            case 4 -> quote("[\"hostile\",1e99999999999]");
            case 5 -> quote("[\"hostile\",{\"a\":" + "{\"a\":".repeat(600) + "1" + "}".repeat(600) + "}]");
            case 6 -> quote("[\"hostile\",");
            default -> pick(VALUES);
        };
    }

    private String packed(int number) {
        return switch (random.nextInt(8)) {
            case 0 -> quote("[[\"good\"," + number + "]]"); // never as many as n says
            case 1 -> quote("[[\"hostile\"," + number + "],[\"hostile\",{\"a\":[]}]]");
            case 2 -> quote("[[\"hostile\"," + "[".repeat(1 << 20));
            case 3 -> quote("[".repeat(1 << 19) + "]".repeat(1 << 19));
            case 4 -> quote("[" + "[],".repeat(1 << 19) + "[]]");
            case 5 -> quote("[[\"hostile\"," + "7".repeat(1_000_000) + "],[]]");
            case 6 -> quote("[[\"hostile\"],[\"hostile\"");
            default -> pick(VALUES);
        };
    }

    private String keys() {
        return switch (random.nextInt(6)) {
            case 0 -> quote("[null,\"order-7\"]");
            case 1 -> quote("[\"order-7\"]");
            case 2 -> quote("[7,{\"a\":[\"order-7\"]}]");
            case 3 -> quote("[\"" + "x".repeat(1 << 20) + "\",\"\"]");
            case 4 -> quote("[".repeat(1 << 19) + "]".repeat(1 << 19));
            default -> quote("[" + "\"a\",".repeat(1 << 18) + "null]");
        };
    }

    private String id(int number) {
        return switch (random.nextInt(7)) {
            case 0 -> Integer.toString(number);
            case 1 -> "[2,[" + number + ",\"b\",[2,[true]]]]";
            case 2 -> "[101,[" + number + "]]";
            case 3 -> "\"\\u000aRTH0000 forged \\u001b[2J" + number + "\"";
            case 4 -> "\"" + "x".repeat(120) + number + "\"";
            case 5 -> "\"\\udc00" + number + "\"";
            default -> "[2,[[101,[1e303]],\"" + number + "\"]]";
        };
    }

    private static String quote(String json) {
        return "\"" + json.replace("\"", "\\\"") + "\"";
    }

    private String pick(List<String> values) {
        return values.get(random.nextInt(values.size()));
    }
}
