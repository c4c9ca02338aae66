package io.github.rethinkemitter.internal.publish;

import io.github.rethinkemitter.internal.flow.InsertResult;
import io.github.rethinkemitter.internal.flow.Session;

/** An insert under way. Told apart by identity: the same parcel may fly twice, and only the later flight counts. */
final class PendingInsert {

    private final NumberedBatch parcel;
    private final Session session;

    PendingInsert(NumberedBatch parcel, Session session) {
        this.parcel = parcel;
        this.session = session;
    }

    NumberedBatch parcel() {
        return parcel;
    }

    Session session() {
        return session;
    }

    boolean isOn(Session other) {
        return session == other;
    }

    /** What became of a flight. */
    record Landing(PendingInsert flight, InsertResult result) {}
}
