package io.github.rethinkemitter.internal.publish;

import io.github.rethinkemitter.internal.flow.Session;

/**
 * An insert that was sent and is not answered. Compared by identity: when the same batch was sent twice, only the later insert
 * counts.
 */
final class PendingInsert {

    private final NumberedBatch batch;
    private final Session session;

    PendingInsert(NumberedBatch batch, Session session) {
        this.batch = batch;
        this.session = session;
    }

    NumberedBatch batch() {
        return batch;
    }

    Session session() {
        return session;
    }
}
