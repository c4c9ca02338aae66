package io.github.rethinkemitter.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.rethinkemitter.support.client.RawClient;
import java.net.URI;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Holds a {@link Script} with a server and notes what it answers, in normal form. */
record Conversation(URI server) {

    /** All groups that exist, in the order in which they are run. */
    static final List<String> GROUPS = List.of(
            "handshake",
            "datums",
            "writes",
            "errors",
            "reads",
            "sequences",
            "indexes",
            "changefeeds",
            "schema",
            "time",
            "functions",
            "library",
            "permissions");

    Map<String, JsonNode> about(String group) {
        if (group.equals("handshake")) {
            return Handshakes.with(server);
        }
        Script script = Script.load(group);
        String db = "c_" + UUID.randomUUID().toString().replace("-", "").substring(0, 12);
        try (RawClient owner = RawClient.connect(server)) {
            String name = owner.run("[5]").json().path("r").path(0).path("name").asText();
            NormalForm normal = new NormalForm(names(db, name), InstantSource.system());
            owner.value("r.dbCreate('" + db + "')");
            try (Commands commands = new Commands(server, db)) {
                return replies(script, commands, normal);
            } finally {
                owner.value("r.dbDrop('" + db + "')");
                owner.value("r.db('rethinkdb').table('users').filter({id: 'u_" + db + "'}).delete()");
            }
        }
    }

    /** What was asked in that case; empty for handshakes, which are no queries. */
    static List<String> commands(String group, String title) {
        return group.equals("handshake")
                ? List.of()
                : Script.load(group).cases().stream()
                        .filter(one -> one.title().equals(title))
                        .findFirst()
                        .map(Script.Case::commands)
                        .orElse(List.of());
    }

    // The user's name contains the database's: it has to be replaced first.
    private static Map<String, String> names(String db, String server) {
        Map<String, String> names = new LinkedHashMap<>();
        names.put("u_" + db, "<user>");
        names.put(db, "<db>");
        names.put(server, "<server>");
        return names;
    }

    private static Map<String, JsonNode> replies(Script script, Commands commands, NormalForm normal) {
        Map<String, JsonNode> replies = new LinkedHashMap<>();
        for (Script.Case one : script.cases()) {
            ArrayNode answers = JsonNodeFactory.instance.arrayNode();
            for (String command : one.commands()) {
                answers.add(normal.of(attempt(commands, command)));
            }
            replies.put(one.title(), answers);
        }
        return replies;
    }

    // One bad answer must not hide the rest: it becomes the answer, and differs from the recorded one.
    private static JsonNode attempt(Commands commands, String command) {
        try {
            return commands.execute(command);
        } catch (RuntimeException | AssertionError e) {
            return JsonNodeFactory.instance.textNode("failed: " + e.getMessage());
        }
    }
}
