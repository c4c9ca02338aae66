package io.github.rethinkemitter.internal.publish;

import io.github.rethinkemitter.UnstorablePayloadException;
import io.github.rethinkemitter.internal.flow.Codec;
import io.github.rethinkemitter.internal.flow.EncodedEvent;
import io.github.rethinkemitter.internal.flow.StoredEvent;
import io.github.rethinkemitter.internal.flow.Topic;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Encodes arguments as their {@code toString}. */
final class TextCodec implements Codec {

    /** The most characters of a header. */
    static final int MOST_HEADERS = 1_000;

    @Override
    public EncodedEvent encode(Topic topic, Object[] args, Map<String, String> headers) {
        if (headers.values().stream().anyMatch(text -> text.length() >= MOST_HEADERS)) {
            throw new UnstorablePayloadException("too large", null);
        }
        return new EncodedEvent(topic, Arrays.toString(args), null, headers.isEmpty() ? null : headers.toString());
    }

    @Override
    public Object decode(StoredEvent event, int index, Type type) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Object> values(StoredEvent event) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Map<String, String> headers(String json) {
        throw new UnsupportedOperationException();
    }
}
