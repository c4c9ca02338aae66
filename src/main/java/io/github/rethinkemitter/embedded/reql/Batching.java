package io.github.rethinkemitter.embedded.reql;

import io.github.rethinkemitter.embedded.data.Arr;
import io.github.rethinkemitter.embedded.data.Datum;
import io.github.rethinkemitter.embedded.data.Obj;

/**
 * The size of a cursor's batches.
 *
 * @param rows the most elements of a batch
 * @param bytes about how many bytes of JSON a batch has
 */
record Batching(int rows, long bytes) {
    /** The first batch is smaller by this factor, so that the client gets it soon. */
    static final int FIRST_SCALEDOWN = 4;

    private static final long MEGABYTE = 1024 * 1024;

    static Batching of(Query query) {
        return new Batching(
                query.intOptarg("max_batch_rows", Integer.MAX_VALUE),
                query.intOptarg("max_batch_bytes", (int) MEGABYTE));
    }

    /** Roughly the length of a value's JSON text. */
    static long size(Datum datum) {
        if (datum instanceof Datum.Str text) {
            return text.value().length() + 2L;
        }
        if (datum instanceof Arr arr) {
            return 2 + arr.items().stream().mapToLong(item -> 1 + size(item)).sum();
        }
        if (datum instanceof Obj object) {
            return 2
                    + object.fields().entrySet().stream()
                            .mapToLong(field -> field.getKey().length() + 4 + size(field.getValue()))
                            .sum();
        }
        return datum instanceof Datum.Bin bin ? bin.value().length * 4L / 3 + 50 : 8;
    }
}
