package io.github.rethinkemitter.internal.rethink;

import java.nio.charset.StandardCharsets;

/**
 * In which of its 8 hash shards RethinkDB keeps a document. RethinkDB splits every table so, whatever the number of servers. The shard
 * of a document is given by a hash of its primary key as the B-tree has it, which for a text is {@code S} and the text.
 */
final class HashShards {

    static final int COUNT = 8;

    private static final long SEED = 0x47a59e381fb2dc06L;
    private static final int SHARD_BITS = 60;

    private HashShards() {}

    static int of(String id) {
        return shard(hash(key(id)));
    }

    /** The hash of the beginning of an id, to be continued by {@link #extend}. */
    static long prefix(String id) {
        return extend(SEED, key(id));
    }

    private static byte[] key(String id) {
        return ("S" + id).getBytes(StandardCharsets.UTF_8);
    }

    private static long extend(long hash, byte[] more) {
        long extended = hash;
        for (byte b : more) {
            extended = extend(extended, b);
        }
        return extended;
    }

    /** Continues a hash with more of the id, which is ASCII. */
    static long extend(long hash, String more) {
        long extended = hash;
        for (int i = 0; i < more.length(); i++) {
            extended = extend(extended, (byte) more.charAt(i));
        }
        return extended;
    }

    static int shard(long hash) {
        return (int) ((hash & Long.MAX_VALUE) >>> SHARD_BITS);
    }

    // As hash_region_hasher of the server: 63 bits, cut into 8 equal ranges.
    static long hash(byte[] key) {
        return extend(SEED, key) & Long.MAX_VALUE;
    }

    private static long extend(long hash, byte b) {
        long spread = ((((b & 0xffL) * 0x80200802L) & 0x0884422110L) * 0x0101010101L) << 23;
        long sum = hash + spread;
        return sum ^ (sum >>> 11) ^ (sum << 21);
    }
}
