package io.github.rethinkemitter.support.server;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.rethinkemitter.support.client.RawClient;

/** Aborts the changefeeds of a real server in the way that operators do: by giving the tables other shards. */
final class Resharding {

    private Resharding() {}

    static void of(RawClient client, String db) {
        String tables = "r.db('" + db + "')";
        for (JsonNode table : client.value(tables + ".tableList()")) {
            String one = tables + ".table('" + table.asText() + "')";
            int shards = client.value(one + ".config()('shards').count()").asInt();
            client.value(one + ".reconfigure({shards: " + (shards == 1 ? 2 : 1) + ", replicas: 1})");
            client.value(one + ".wait({timeout: 30})");
        }
    }
}
