package io.github.rethinkemitter.support.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** One reply of a server: its token and the whole JSON document. */
public record RawReply(long token, JsonNode json) {

    public static final int ATOM = 1;
    static final int SEQUENCE = 2;
    static final int PARTIAL = 3;

    /** The number that says what kind of reply this is. */
    public int type() {
        return json.path("t").asInt();
    }

    /** Whether more follows when the client sends CONTINUE. */
    public boolean isPartial() {
        return type() == PARTIAL;
    }

    /** Whether the server refused or failed the query. */
    public boolean isError() {
        return type() >= 16;
    }

    /** The documents in this reply; an array that is one value counts as its elements. */
    public List<JsonNode> rows() {
        JsonNode results = json.path("r");
        List<JsonNode> rows = new ArrayList<>();
        (type() == ATOM && results.path(0).isArray() ? results.path(0) : results).forEach(rows::add);
        return rows;
    }

    RawReply orThrow(String query) {
        if (isError()) {
            throw new AssertionError(query + " was answered by " + json);
        }
        return this;
    }
}
