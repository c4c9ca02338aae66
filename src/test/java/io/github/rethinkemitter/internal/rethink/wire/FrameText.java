package io.github.rethinkemitter.internal.rethink.wire;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Reads answers as a connection does, for tests of readers of rows. */
public final class FrameText {

    private FrameText() {}

    /** The rows of one answer. */
    public static List<Object> rows(String frame, RowReader rows) throws IOException {
        return rows(frame.getBytes(StandardCharsets.UTF_8), rows);
    }

    public static List<Object> rows(byte[] frame, RowReader rows) throws IOException {
        return new FrameReader().read(1, frame, frame.length, rows).data;
    }
}
