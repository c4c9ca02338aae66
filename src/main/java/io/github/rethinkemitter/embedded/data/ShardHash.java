package io.github.rethinkemitter.embedded.data;

/**
 * Which of the eight hash shards inside every RethinkDB table a primary key belongs to. Documents of one shard keep
 * their order on the way to a changefeed; documents of different shards overtake one another.
 */
public final class ShardHash {
    /** How many there are in every table of every real server. */
    public static final int SHARDS = 8;

    private static final long SEED = 0x47a59e381fb2dc06L;
    private static final long POSITIVE = Long.MAX_VALUE;

    private ShardHash() {}

    /** The shard, 0 to 7, of the document with this primary key. */
    public static int shardOf(StoreKey key) {
        // The hash is spread over 63 bits, so the shard is its top three.
        return (int) (hash(key.bytes()) >>> 60);
    }

    /** RethinkDB's own hash of an encoded key; the byte enters mirrored, so that short keys reach the high bits. */
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
