package io.github.rethinkemitter.internal.rethink;

import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Unique ids that all fall into one hash shard of RethinkDB, where the documents of one publisher keep their order.
 *
 * <pre>
 * id = instance: 20 characters, counter: 8 characters, filler: 1 to 3 characters
 * </pre>
 *
 * The counter makes the ids unique, and the filler is chosen so that the hash is in the shard. Safe for use by many threads.
 */
public final class ShardIds implements Supplier<String> {

    private static final String DIGITS = "0123456789abcdefghijklmnopqrstuv";
    private static final String[] FILLERS = DIGITS.split(""); // one of these is enough almost always
    private static final int DIGIT_BITS = 5;
    private static final int INSTANCE_LENGTH = 20;
    private static final int COUNTER_LENGTH = 8;

    private final String instance;
    private final long prefix;
    private final int shard;
    private final AtomicLong counter = new AtomicLong();

    public ShardIds() {
        this(new SecureRandom());
    }

    private ShardIds(SecureRandom random) {
        this(digits(random.nextLong(), INSTANCE_LENGTH / 2) + digits(random.nextLong(), INSTANCE_LENGTH / 2));
    }

    ShardIds(String instance) {
        this.instance = instance;
        this.prefix = HashShards.prefix(instance);
        this.shard = HashShards.of(instance);
    }

    @Override
    public String get() {
        String count = digits(counter.incrementAndGet(), COUNTER_LENGTH);
        long counted = HashShards.extend(prefix, count);
        for (int filler = 0; ; filler++) {
            String end = filler(filler);
            if (HashShards.shard(HashShards.extend(counted, end)) == shard) {
                return instance + count + end;
            }
        }
    }

    private static String filler(int number) {
        return number < FILLERS.length ? FILLERS[number] : digits(number, 1 + number / DIGITS.length());
    }

    private static String digits(long number, int length) {
        char[] digits = new char[length];
        for (int i = 0; i < length; i++) {
            digits[length - 1 - i] = DIGITS.charAt((int) (number >>> (i * DIGIT_BITS)) & (DIGITS.length() - 1));
        }
        return new String(digits);
    }
}
