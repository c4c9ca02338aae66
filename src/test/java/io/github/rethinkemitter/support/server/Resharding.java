package io.github.rethinkemitter.support.server;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.rethinkemitter.support.client.RawClient;

/** Aborts the changefeeds of a real server as operators do: by giving the tables another number of shards. */
final class Resharding {

    private Resharding() {}

    static void abortFeeds(RawClient client, String db) {
        String database = "r.db('" + db + "')";
        for (JsonNode table : client.value(database + ".tableList()")) {
            String query = database + ".table('" + table.asText() + "')";
            int shards = client.value(query + ".config()('shards').count()").asInt();
            client.value(query + ".reconfigure({shards: " + (shards == 1 ? 2 : 1) + ", replicas: 1})");
            client.value(query + ".wait({timeout: 30})");
        }
    }
}
