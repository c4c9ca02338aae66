package io.github.rethinkemitter.internal.rethink;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShardIdsTest {

    // Made with the server's own hash_region_hasher.
    @ParameterizedTest
    @CsvSource({
        "S, 5337022519758105181",
        "Sa, 6615030204897043576",
        "Sabc, 173416844473955821",
        "S0123456789abcdefghijklmnopqrstuv, 8601384901726249894",
        "Sf81d4fae-7dec-11d0-a765-00a0c91e6bf6, 5074895568476425580",
        "Sä, 2723232348956298684"
    })
    void aKeyHashesAsInTheServer(String key, long hash) {
        assertThat(HashShards.hash(key.getBytes(StandardCharsets.UTF_8))).isEqualTo(hash);
    }

    @ParameterizedTest
    @CsvSource({"'', 4", "a, 5", "abc, 0", "0123456789abcdefghijklmnopqrstuv, 7", "ä, 2"})
    void aDocumentIsInOneOfEightShards(String id, int shard) {
        assertThat(HashShards.of(id)).isEqualTo(shard);
    }

    @Test
    void theIdsOfOneInstanceAreUniqueAndShareAShard() {
        Supplier<String> ids = new ShardIds();

        Set<String> all = Stream.generate(ids).limit(20_000).collect(Collectors.toSet());

        assertThat(all).hasSize(20_000).allMatch(id -> id.matches("[0-9a-v]{29,40}"));
        assertThat(all.stream().map(HashShards::of).distinct()).hasSize(1);
    }

    @Test
    void theIdsOfTwoInstancesDiffer() {
        assertThat(new ShardIds().get().substring(0, 20))
                .isNotEqualTo(new ShardIds().get().substring(0, 20));
    }

    @Test
    void instancesSpreadOverTheShards() {
        Set<Integer> shards = Stream.generate(ShardIds::new)
                .limit(500)
                .map(ids -> HashShards.of(ids.get()))
                .collect(Collectors.toSet());

        assertThat(shards).hasSize(HashShards.COUNT);
    }
}
