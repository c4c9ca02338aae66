package io.github.rethinkemitter.embedded.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The expected hashes are from RethinkDB's own function, compiled from its sources. */
class ShardHashTest {

    @ParameterizedTest(name = "{0} hashes to {1}")
    @CsvSource({
        "Sa, 6615030204897043576",
        "Sb, 4302804685302932600",
        "Sevent-1, 1810640842922667612",
        "S5a0e3b6c-1111-4222-8333-944455556666, 4235779580668143800",
        "Bt, 9097473065308005496",
        "Nbff0000000000000#1, 6214763154877089907",
        "Shällo, 6210141450367851521",
    })
    void anEncodedKeyHasTheHashThatRethinkDbComputes(String key, long hash) {
        assertThat(ShardHash.hash(key.getBytes(StandardCharsets.UTF_8))).isEqualTo(hash);
    }

    @ParameterizedTest(name = "\"{0}\" lies in shard {1}")
    @CsvSource({"a, 5", "b, 3", "event-1, 1", "5a0e3b6c-1111-4222-8333-944455556666, 3", "hällo, 5"})
    void aTextKeyIsInTheShardThatRethinkDbPutsItIn(String key, int shard) {
        assertThat(ShardHash.shardOf(StoreKey.of(Datum.of(key)))).isEqualTo(shard);
    }

    @ParameterizedTest(name = "{0} lies in shard {1}")
    @CsvSource({"1, 5", "-2.3, 7"})
    void aNumberKeyIsInTheShardThatRethinkDbPutsItIn(double key, int shard) {
        assertThat(ShardHash.shardOf(StoreKey.of(Datum.of(key)))).isEqualTo(shard);
    }
}
