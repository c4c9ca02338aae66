package io.github.rethinkemitter.internal.rethink.wire;

import com.rethinkdb.gen.proto.QueryType;
import io.github.rethinkemitter.internal.json.JsonBytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The frames that this side sends, with a {@link FrameHeader} in front.
 *
 * <pre>
 * START = [1, term, {option…}?]      CONTINUE = [2]      STOP = [3]      SERVER_INFO = [5]
 * </pre>
 */
final class QueryFrames {

    /** The token of the queries that only want any byte to come back: no other query has it. */
    static final long PING_TOKEN = 0;

    private static final String ROOM_FOR_HEADER = "\0".repeat(FrameHeader.BYTES);

    private QueryFrames() {}

    /** Begins a query, whose term is JSON text. Options of the whole query may follow the term after a comma. */
    static byte[] start(long token, String term) {
        return frame(token, QueryType.START, "," + term + "]");
    }

    /** The same, for a term that may be large. */
    static byte[] start(long token, JsonBytes term) {
        String before = ROOM_FOR_HEADER + "[" + QueryType.START.value + ",";
        byte[] frame = Arrays.copyOf(before.getBytes(StandardCharsets.US_ASCII), before.length() + term.length() + 1);
        term.copyTo(frame, before.length());
        frame[frame.length - 1] = ']';
        return withHeader(token, frame);
    }

    /** Asks for the next part of an answer. */
    static byte[] next(long token) {
        return frame(token, QueryType.CONTINUE, "]");
    }

    /** Lets the server forget a query. */
    static byte[] stop(long token) {
        return frame(token, QueryType.STOP, "]");
    }

    /** Asks for a sign of life. */
    static byte[] ping() {
        return frame(PING_TOKEN, QueryType.SERVER_INFO, "]");
    }

    private static byte[] frame(long token, QueryType type, String rest) {
        return withHeader(token, (ROOM_FOR_HEADER + "[" + type.value + rest).getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] withHeader(long token, byte[] frame) {
        new FrameHeader(token, frame.length - FrameHeader.BYTES).writeTo(frame);
        return frame;
    }
}
