package io.github.rethinkemitter.internal.rethink.wire;

import com.rethinkdb.ast.Query;
import com.rethinkdb.gen.proto.QueryType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A query whose term is JSON text already. */
final class RawQuery extends Query {

    private static final int HEADER = Long.BYTES + Integer.BYTES;
    private static final String ROOM = "\0".repeat(HEADER);

    private final @Nullable String json;

    private RawQuery(QueryType type, long token, @Nullable String json) {
        super(type, token);
        this.json = json;
    }

    static RawQuery start(long token, String term) {
        return new RawQuery(QueryType.START, token, term);
    }

    static RawQuery next(long token) {
        return new RawQuery(QueryType.CONTINUE, token, null);
    }

    static RawQuery stop(long token) {
        return new RawQuery(QueryType.STOP, token, null);
    }

    static RawQuery ping(long token) {
        return new RawQuery(QueryType.SERVER_INFO, token, null);
    }

    // As the driver has it: the position is at the end.
    @Override
    public ByteBuffer serialize() {
        String text = ROOM + "[" + type.value + (json == null ? "]" : "," + json + "]");
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.wrap(bytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(token)
                .putInt(bytes.length - HEADER)
                .position(bytes.length);
    }
}
