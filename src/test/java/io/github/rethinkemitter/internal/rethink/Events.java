package io.github.rethinkemitter.internal.rethink;

import io.github.rethinkemitter.internal.flow.Batch;
import io.github.rethinkemitter.internal.flow.Content;
import io.github.rethinkemitter.internal.flow.Draft;
import io.github.rethinkemitter.internal.flow.Topic;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Drafts of one publisher. Not thread-safe. */
final class Events {

    final String src = "publisher-" + UUID.randomUUID();
    private final Supplier<String> ids;
    private long seq;

    Events() {
        this(new ShardIds());
    }

    Events(Supplier<String> ids) {
        this.ids = ids;
    }

    Draft next(String args) {
        return next(new Content(new Topic("t"), args, null, null));
    }

    Draft next(Content content) {
        return new Draft(ids.get(), src, ++seq, content);
    }

    Batch batch(int size) {
        return new Batch(IntStream.range(0, size)
                .mapToObj(i -> next("[\"t\"," + i + "]"))
                .toList());
    }

    Batch batchOf(String args) {
        return new Batch(java.util.List.of(next(args)));
    }
}
