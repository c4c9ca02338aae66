package io.github.rethinkemitter.internal.rethink;

import com.rethinkdb.ast.Query;
import com.rethinkdb.gen.proto.QueryType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A query whose term is JSON text already. */
final class RawQuery extends Query {

    private static final int HEADER = Long.BYTES + Integer.BYTES;

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
        byte[] begin = ("[" + type.value + (json == null ? "]" : ",")).getBytes(StandardCharsets.US_ASCII);
        byte[] rest = json == null ? new byte[0] : json.getBytes(StandardCharsets.UTF_8);
        int length = begin.length + rest.length + (json == null ? 0 : 1);
        ByteBuffer query = ByteBuffer.allocate(HEADER + length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(token)
                .putInt(length)
                .put(begin)
                .put(rest);
        return json == null ? query : query.put((byte) ']');
    }
}
