package io.github.rethinkemitter.internal.rethink.wire;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.util.List;

/** Reads one row of an answer into what its reader needs. */
@FunctionalInterface
public interface RowReader {

    /**
     * Reads one row.
     *
     * @param json stands on the first token of the row, and afterwards on its last
     * @param frame what {@code json} reads, from offset 0
     */
    void read(JsonParser json, byte[] frame, List<Object> into) throws IOException;
}
