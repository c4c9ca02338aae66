package io.github.rethinkemitter.internal.codec;

import io.github.rethinkemitter.internal.flow.EncodedEvent;
import io.github.rethinkemitter.internal.flow.StoredEvent;
import io.github.rethinkemitter.internal.flow.Topic;
import jakarta.json.bind.JsonbBuilder;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A codec, and documents for it to read. */
abstract class CodecFixture {

    static final int MAX_SIZE = 1 << 20;

    final JsonbCodec codec = new JsonbCodec(JsonbBuilder.create(), MAX_SIZE);

    public record Order(long id, @Nullable String name) {}

    EncodedEvent encode(@Nullable Object... args) {
        return codec.encode(new Topic("beep"), args, Map.of());
    }

    /** The event that a reader of the table gets for what was encoded. */
    static StoredEvent stored(EncodedEvent content) {
        return content.raw() == null ? foreign(content.args()) : document(content.raw(), true);
    }

    /** An event that another library has written. */
    static StoredEvent foreign(String args) {
        return document(args, false);
    }

    private static StoredEvent document(String args, boolean exact) {
        return new StoredEvent("id", Instant.EPOCH, "src", 1, "beep", args, exact, null);
    }
}
