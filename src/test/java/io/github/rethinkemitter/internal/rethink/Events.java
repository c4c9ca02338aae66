package io.github.rethinkemitter.internal.rethink;

import io.github.rethinkemitter.internal.flow.Batch;
import io.github.rethinkemitter.internal.flow.EncodedEvent;
import io.github.rethinkemitter.internal.flow.OutgoingEvent;
import io.github.rethinkemitter.internal.flow.Topic;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Drafts of one publisher. Not thread-safe. */
public final class Events {

    public final String src = "publisher-" + UUID.randomUUID();
    private final Supplier<String> ids;
    private long seq;

    public Events() {
        this(new ShardIds());
    }

    public Events(Supplier<String> ids) {
        this.ids = ids;
    }

    public OutgoingEvent next(String args) {
        return next(new EncodedEvent(new Topic("t"), args, null, null));
    }

    public OutgoingEvent next(EncodedEvent content) {
        return new OutgoingEvent(ids.get(), src, ++seq, content);
    }

    public Batch batch(int size) {
        return new Batch(IntStream.range(0, size)
                .mapToObj(i -> next("[\"t\"," + i + "]"))
                .toList());
    }

    public Batch batchOf(String args) {
        return new Batch(java.util.List.of(next(args)));
    }
}
