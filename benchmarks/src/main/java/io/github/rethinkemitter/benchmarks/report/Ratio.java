package io.github.rethinkemitter.benchmarks.report;

import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * A figure of the library divided by that of another contender.
 *
 * @param contender {@code ours}, {@code packed}, {@code silent}, {@code traced} or {@code oneFails}, which are the library
 */
record Ratio(String contender, String other) {

    private static final String OURS = "ours";
    private static final String PACKED = "packed";

    static final List<Ratio> ALL = Stream.of(
                    Stream.of("floor", "pacedFloor", "node").map(other -> new Ratio(OURS, other)),
                    Stream.of("floor", "packedFloor", "redis", "redisPipelined", OURS)
                            .map(other -> new Ratio(PACKED, other)),
                    Stream.of("silent", "traced").map(one -> new Ratio(one, OURS)),
                    Stream.of(new Ratio("oneFails", "noneFails")))
            .flatMap(ratios -> ratios)
            .toList();

    /** {@code ratioToFloor} for what is called {@code ours}, {@code packedRatioToFloor} for what is called {@code packed}. */
    String key() {
        String to = "atioTo" + Character.toUpperCase(other.charAt(0)) + other.substring(1);
        return contender.equals(OURS) ? "r" + to : contender + "R" + to;
    }

    /** The ratio as the head of a column. */
    String words() {
        return (contender.equals(OURS) ? "" : contender + " ") + "to " + other;
    }

    OptionalDouble in(Results results, String scope) {
        return results.ratio(scope, contender, other);
    }
}
