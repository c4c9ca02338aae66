package io.github.rethinkemitter.support.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** A reply of the server: its token and its whole JSON document. */
public record RawReply(long token, JsonNode json) {

    public static final int ATOM = 1;
    static final int SEQUENCE = 2;
    static final int PARTIAL = 3;

    /** The number of the reply's type. */
    public int type() {
        return json.path("t").asInt();
    }

    /** Whether the server has more results for a client that sends CONTINUE. */
    public boolean isPartial() {
        return type() == PARTIAL;
    }

    /** Whether the reply is an error. */
    public boolean isError() {
        return type() >= 16;
    }

    /** The results in this reply. A single result that is an array is returned as its elements. */
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
