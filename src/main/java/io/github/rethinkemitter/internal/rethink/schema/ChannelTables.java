package io.github.rethinkemitter.internal.rethink.schema;

import io.github.rethinkemitter.internal.config.ChannelSettings;
import io.github.rethinkemitter.internal.rethink.query.MissingRights;
import io.github.rethinkemitter.internal.rethink.query.ParkQueries;
import io.github.rethinkemitter.internal.rethink.query.ParkedGroupQueries;
import io.github.rethinkemitter.internal.rethink.query.TableIndex;
import io.github.rethinkemitter.internal.rethink.query.TableName;
import io.github.rethinkemitter.internal.rethink.wire.QueryConnection;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** The tables that a channel needs: that of its events, and for some settings those of positions and of failed events beside it. */
public final class ChannelTables {

    private final QueryConnection connection;
    private final ChannelSettings settings;
    private final TableName events;
    private final AtomicBoolean saidUnguarded;

    /** @param saidUnguarded remembers over sessions that the log says that events are deleted without positions */
    public ChannelTables(
            QueryConnection connection, ChannelSettings settings, TableName events, AtomicBoolean saidUnguarded) {
        this.connection = connection;
        this.settings = settings;
        this.events = events;
        this.saidUnguarded = saidUnguarded;
    }

    /** Sees that the tables are there, and makes those that are missing if they may be made. */
    public void ensure() throws IOException {
        ensure(new Schema.Wanted(events, List.of(TableIndex.ofField("ts")), null));
        ensurePositions();
        if (isSubscriber()) {
            ensure(new Schema.Wanted(
                    events.parked(), List.of(ParkQueries.DUE, ParkQueries.STATE, ParkedGroupQueries.GROUP), events));
        }
    }

    private void ensurePositions() throws IOException {
        boolean needed = isSubscriber() || settings.publish().sweep().retention() != null;
        if (!needed && settings.table().persist()) {
            return;
        }
        try {
            ensure(new Schema.Wanted(events.positions(), List.of(), events));
        } catch (MissingTableException e) {
            if (needed) {
                throw e;
            }
            // Without the table no position lasts, so no position can need events that are deleted.
            if (saidUnguarded.compareAndSet(false, true)) {
                Log.sweepsUnguarded(events.positions(), e);
            }
        }
    }

    private boolean isSubscriber() {
        return settings.subscribe().position().subscriber() != null;
    }

    private void ensure(Schema.Wanted wanted) throws IOException {
        new Schema(
                        connection,
                        wanted,
                        settings.table().create(),
                        new MissingRights(settings.connection().login().user()))
                .ensure();
    }
}
