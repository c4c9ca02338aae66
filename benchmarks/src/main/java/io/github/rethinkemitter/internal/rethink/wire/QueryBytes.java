package io.github.rethinkemitter.internal.rethink.wire;

/** Lets benchmarks of other packages measure the bytes of a query. */
public final class QueryBytes {

    private QueryBytes() {}

    public static byte[] of(String term) {
        return QueryFrames.start(1, term);
    }
}
