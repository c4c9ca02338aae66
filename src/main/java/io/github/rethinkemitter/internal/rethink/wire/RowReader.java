package io.github.rethinkemitter.internal.rethink.wire;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.util.List;

/** Reads the rows of an answer, while it is parsed, into the objects that the query's sender needs. */
@FunctionalInterface
public interface RowReader {

    /**
     * Reads one row.
     *
     * @param json stands on the first token of the row, and afterwards on its last
     * @param frame the bytes that {@code json} reads, from offset 0
     * @param into takes any number of objects for the row, also none
     */
    void read(JsonParser json, byte[] frame, List<Object> into) throws IOException;
}
