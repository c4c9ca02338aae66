package io.github.rethinkemitter.internal.publish;

import io.github.rethinkemitter.internal.flow.Codec;
import io.github.rethinkemitter.internal.flow.Content;
import io.github.rethinkemitter.internal.flow.Stored;
import io.github.rethinkemitter.internal.flow.Topic;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Writes arguments as they print. */
final class TextCodec implements Codec {

    @Override
    public Content encode(Topic topic, Object[] args, Map<String, String> headers) {
        return new Content(topic, Arrays.toString(args), null, headers.isEmpty() ? null : headers.toString());
    }

    @Override
    public Object decode(Stored event, int index, Type type) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Object> values(Stored event) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Map<String, String> headers(String json) {
        throw new UnsupportedOperationException();
    }
}
