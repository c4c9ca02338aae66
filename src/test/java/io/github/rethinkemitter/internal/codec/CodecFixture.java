package io.github.rethinkemitter.internal.codec;

import io.github.rethinkemitter.internal.flow.EncodedEvent;
import io.github.rethinkemitter.internal.flow.StoredEvent;
import io.github.rethinkemitter.internal.flow.Topic;
import jakarta.json.bind.JsonbBuilder;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A codec with its documents. */
abstract class CodecFixture {

    static final int MAX_SIZE = 1 << 20;

    final JsonbCodec codec = new JsonbCodec(JsonbBuilder.create(), MAX_SIZE);

    public record Order(long id, @Nullable String name) {}

    EncodedEvent encode(@Nullable Object... args) {
        return codec.encode(new Topic("beep"), args, Map.of());
    }

    /** What a reader of the table gets of it. */
    static StoredEvent stored(EncodedEvent content) {
        return content.raw() == null ? foreign(content.args()) : document(content.raw(), true);
    }

    static StoredEvent foreign(String args) {
        return document(args, false);
    }

    private static StoredEvent document(String args, boolean exact) {
        return new StoredEvent("id", Instant.EPOCH, "src", 1, "beep", args, exact, null);
    }
}
