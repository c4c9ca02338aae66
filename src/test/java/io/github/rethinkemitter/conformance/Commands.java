package io.github.rethinkemitter.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.rethinkemitter.support.client.RawClient;
import io.github.rethinkemitter.support.client.RawFeed;
import io.github.rethinkemitter.support.client.TestJson;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Executes the commands of a {@link Script} on a server.
 *
 * <pre>
 * r.table('t')…            a query, whose reply is compared
 * [15,["t"]]               the same in the JSON of the protocol, for terms that no driver would send
 * &#64;sorted QUERY            the documents may come in any order
 * &#64;rows QUERY              the documents of all batches, in any order and in batches of any size
 * &#64;quiet QUERY             the query must succeed, and its reply is not compared
 * &#64;as user:password QUERY  the query is sent on a connection of that user
 * &#64;frame [5]              a whole query message of any type
 * &#64;feed name QUERY         opens a changefeed; type and notes of the first reply are compared
 * &#64;take name n             the next n documents, in any order between two {state} documents
 * &#64;end name               all documents until the changefeed ends by itself, and its last reply
 * &#64;over name               the last reply of a changefeed that ends by itself; the documents before it are not compared
 * &#64;login user:password     whether the server lets that user in
 * &#64;stop name              sends STOP, and compares the type of its reply
 * </pre>
 */
final class Commands implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final URI server;
    private final String db;
    private final RawClient admin;
    private final Map<String, RawClient> users = new HashMap<>();
    private final Map<String, RawFeed> feeds = new HashMap<>();

    Commands(URI server, String db) {
        this.server = server;
        this.db = db;
        this.admin = RawClient.connect(URI.create(server + "/" + db));
    }

    JsonNode execute(String command) {
        return execute(admin, command.replace("{db}", db).replace("{user}", "u_" + db));
    }

    private JsonNode execute(RawClient client, String command) {
        String rest = tail(command);
        return switch (head(command)) {
            case "@sorted" -> NormalForm.sorted(execute(client, rest));
            case "@rows" -> NormalForm.sorted(TestJson.of(client.rows(rest)));
            case "@quiet" -> quiet(client, rest);
            case "@as" -> execute(user(head(rest)), tail(rest));
            case "@frame" -> client.run(rest).json();
            case "@feed" -> open(client, head(rest), tail(rest));
            case "@take" -> take(feed(head(rest)), Integer.parseInt(tail(rest)));
            case "@end" -> end(feed(rest));
            case "@over" -> last(end(feed(rest)));
            case "@login" -> login(rest);
            case "@stop" -> NODES.objectNode().put("t", feed(rest).stop().type());
            default -> (command.startsWith("[") ? client.query(command) : client.reql(command)).json();
        };
    }

    private static String head(String words) {
        return words.substring(0, words.length() - tail(words).length()).strip();
    }

    private static String tail(String words) {
        int blank = words.indexOf(' ');
        return blank < 0 ? "" : words.substring(blank + 1);
    }

    private static JsonNode quiet(RawClient client, String query) {
        client.value(query);
        return NODES.textNode("succeeded");
    }

    private RawClient user(String credentials) {
        URI as = URI.create("rethinkdb://" + credentials + "@" + server.getHost() + ":" + server.getPort() + "/" + db);
        return users.computeIfAbsent(credentials, user -> RawClient.connect(as));
    }

    private JsonNode login(String credentials) {
        try {
            return user(credentials).run("[4]").json();
        } catch (UncheckedIOException e) {
            String refusal = String.valueOf(e.getMessage());
            return TestJson.parse(refusal.substring(refusal.indexOf('{')));
        }
    }

    private JsonNode open(RawClient client, String name, String query) {
        RawFeed feed = client.feed(query);
        feeds.put(name, feed);
        ObjectNode first = NODES.objectNode().put("t", feed.last().type());
        first.set("n", feed.last().json().path("n"));
        return first;
    }

    private RawFeed feed(String name) {
        RawFeed feed = feeds.get(name);
        if (feed == null) {
            throw new IllegalStateException("no feed " + name + " is open");
        }
        return feed;
    }

    private static JsonNode take(RawFeed feed, int count) {
        List<JsonNode> taken = feed.take(count, TIMEOUT);
        ArrayNode documents = NormalForm.sortedBetweenStates(taken);
        return taken.size() == count ? documents : documents.add(feed.last().json());
    }

    private static JsonNode end(RawFeed feed) {
        List<JsonNode> taken = feed.take(Integer.MAX_VALUE, TIMEOUT);
        return NormalForm.sortedBetweenStates(taken).add(feed.last().json());
    }

    private static JsonNode last(JsonNode answers) {
        return answers.path(answers.size() - 1);
    }

    @Override
    public void close() {
        users.values().forEach(RawClient::close);
        admin.close();
    }
}
