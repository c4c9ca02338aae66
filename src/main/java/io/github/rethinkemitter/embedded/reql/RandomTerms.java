package io.github.rethinkemitter.embedded.reql;

import io.github.rethinkemitter.embedded.data.Arr;
import io.github.rethinkemitter.embedded.data.Datum;
import io.github.rethinkemitter.embedded.data.Numbers;
import io.github.rethinkemitter.embedded.data.ReqlException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/** {@code random} and {@code sample}. */
final class RandomTerms {
    static final int SAMPLE = 81;
    static final int RANDOM = 151;
    private static final double SCALE = 4;

    private RandomTerms() {}

    static void register(Registry registry) {
        registry.add(RANDOM, "random", 0, 2, Set.of("float"), RandomTerms::random);
        registry.add(SAMPLE, "sample", 2, 2, RandomTerms::sample);
    }

    private static Val random(Call call) {
        double lower = call.size() == 2 ? call.number(0) : 0;
        double upper = call.size() == 0 ? 1 : call.number(call.size() - 1);
        if (call.bool("float", call.size() == 0)) {
            return Val.of(between(lower, upper));
        }
        if (call.size() == 0) {
            throw ReqlException.logic("Generating a random integer requires one or two bounds.");
        }
        long from = integer(lower, "Lower");
        long to = integer(upper, "Upper");
        if (from >= to) {
            throw ReqlException.logic("Lower bound (" + from + ") is not less than upper bound (" + to + ").");
        }
        return Val.of((double) ThreadLocalRandom.current().nextLong(from, to));
    }

    // The difference of two doubles may be too large for a double, so both are scaled down.
    private static double between(double lower, double upper) {
        double low = lower / SCALE;
        double high = upper / SCALE;
        double value = (low + ThreadLocalRandom.current().nextDouble() * (high - low)) * SCALE;
        boolean within = upper > lower ? value >= lower && value < upper : value <= lower && value > upper;
        return within ? value : lower;
    }

    private static long integer(double bound, String which) {
        if (bound != Math.rint(bound) || Math.abs(bound) > 1L << 53) {
            throw ReqlException.logic(
                    which + " bound (" + Numbers.json(bound) + ") could not be safely converted to an integer.");
        }
        return (long) bound;
    }

    private static Val sample(Call call) {
        long sampleSize = call.whole(1);
        if (sampleSize < 0) {
            throw ReqlException.logic("Number of items to sample must be non-negative, got `" + sampleSize + "`.");
        }
        Arr.checkSize(
                (int) Math.min(Integer.MAX_VALUE, sampleSize),
                call.env().limits().array());
        Seq seq = call.finite(0);
        List<Datum> chosen = new ArrayList<>();
        long seen = 0;
        for (Iterator<Datum> elements = seq.iterator(); elements.hasNext(); ) {
            Datum element = elements.next();
            seen++;
            if (chosen.size() < sampleSize) {
                chosen.add(element);
            } else {
                // Reservoir sampling: each element so far has the same chance to be in the sample.
                long place = ThreadLocalRandom.current().nextLong(seen);
                if (place < sampleSize) {
                    chosen.set((int) place, element);
                }
            }
        }
        Collections.shuffle(chosen, ThreadLocalRandom.current());
        return seq.isSelection()
                ? Val.of(new Seq(Seq.Kind.SELECTION_ARRAY, seq.table(), null, chosen::iterator, List.of(), null))
                : Val.of(new Arr(chosen));
    }
}
