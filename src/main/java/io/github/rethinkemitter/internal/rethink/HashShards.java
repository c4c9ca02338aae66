package io.github.rethinkemitter.internal.rethink;

import java.nio.charset.StandardCharsets;

/**
 * In which of its 8 hash shards RethinkDB keeps a document. It splits every table so, whatever the number of servers; a
 * document's place is a hash of its primary key as the B-tree has it, which for text is {@code S} and the text.
 */
final class HashShards {

    static final int COUNT = 8;

    private static final long SEED = 0x47a59e381fb2dc06L;
    private static final int SHARD_BITS = 60;

    private HashShards() {}

    static int of(String id) {
        return (int) (hash(("S" + id).getBytes(StandardCharsets.UTF_8)) >>> SHARD_BITS);
    }

    // hash_region_hasher of the server: 63 bits, cut into 8 equal ranges.
    static long hash(byte[] key) {
        long hash = SEED;
        for (byte b : key) {
            long spread = ((((b & 0xffL) * 0x80200802L) & 0x0884422110L) * 0x0101010101L) << 23;
            hash += spread;
            hash = hash ^ (hash >>> 11) ^ (hash << 21);
        }
        return hash & Long.MAX_VALUE;
    }
}
