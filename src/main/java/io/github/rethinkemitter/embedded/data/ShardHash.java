package io.github.rethinkemitter.embedded.data;

/**
 * Finds the hash shard of a primary key. RethinkDB splits every table into eight hash shards. Changes of one shard keep their
 * order on the way to a changefeed, while changes of different shards may overtake one another.
 */
public final class ShardHash {
    /** The number of hash shards in every table of a real server. */
    public static final int SHARDS = 8;

    private static final long SEED = 0x47a59e381fb2dc06L;
    private static final long POSITIVE = Long.MAX_VALUE;

    private ShardHash() {}

    /** The shard, 0 to 7, of the document with this primary key. */
    public static int shardOf(StoreKey key) {
        // The shards divide the 63 bits of the hash evenly, so the top three bits are the shard's number.
        return (int) (hash(key.bytes()) >>> 60);
    }

    /** RethinkDB's own hash of an encoded key. The bits of each byte are mirrored, so that short keys reach the high bits. */
    static long hash(byte[] key) {
        long hash = SEED;
        for (byte b : key) {
            long mirrored = ((((b & 0xffL) * 0x80200802L) & 0x0884422110L) * 0x0101010101L) << 23;
            hash += mirrored;
            hash = hash ^ (hash >>> 11) ^ (hash << 21);
        }
        return hash & POSITIVE;
    }
}
