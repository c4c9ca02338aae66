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

/** Sends the commands of a {@link Script} to a server and collects its answers in normal form. */
record Conversation(URI server) {

    /** All groups of cases, in the order in which they are run. */
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

    /** The answers to the commands of each case of a group, by the titles of the cases. */
    Map<String, JsonNode> answers(String group) {
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
                return answers(script, commands, normal);
            } finally {
                owner.value("r.dbDrop('" + db + "')");
                owner.value("r.db('rethinkdb').table('users').filter({id: 'u_" + db + "'}).delete()");
            }
        }
    }

    /** The commands of a case; empty for handshakes, which are no queries. */
    static List<String> commands(String group, String title) {
        return group.equals("handshake")
                ? List.of()
                : Script.load(group).cases().stream()
                        .filter(one -> one.title().equals(title))
                        .findFirst()
                        .map(Script.Case::commands)
                        .orElse(List.of());
    }

    // The user's name contains the database's name, so it must be replaced first.
    private static Map<String, String> names(String db, String server) {
        Map<String, String> names = new LinkedHashMap<>();
        names.put("u_" + db, "<user>");
        names.put(db, "<db>");
        names.put(server, "<server>");
        return names;
    }

    private static Map<String, JsonNode> answers(Script script, Commands commands, NormalForm normal) {
        Map<String, JsonNode> byTitle = new LinkedHashMap<>();
        for (Script.Case one : script.cases()) {
            ArrayNode answers = JsonNodeFactory.instance.arrayNode();
            for (String command : one.commands()) {
                answers.add(normal.of(answer(commands, command)));
            }
            byTitle.put(one.title(), answers);
        }
        return byTitle;
    }

    // A command that fails must not hide the other answers. Its failure becomes the answer, which differs from the
    // recorded one.
    private static JsonNode answer(Commands commands, String command) {
        try {
            return commands.execute(command);
        } catch (RuntimeException | AssertionError e) {
            return JsonNodeFactory.instance.textNode("failed: " + e.getMessage());
        }
    }
}
