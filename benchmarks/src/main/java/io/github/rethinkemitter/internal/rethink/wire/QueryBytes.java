package io.github.rethinkemitter.internal.rethink.wire;

import io.github.rethinkemitter.internal.json.JsonBytes;

/** Lets benchmarks of other packages measure the bytes of a query. */
public final class QueryBytes {

    private QueryBytes() {}

    public static byte[] of(JsonBytes term) {
        return QueryFrames.start(1, term);
    }
}
