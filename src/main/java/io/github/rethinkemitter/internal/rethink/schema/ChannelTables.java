package io.github.rethinkemitter.internal.rethink.schema;

import io.github.rethinkemitter.internal.config.ChannelSettings;
import io.github.rethinkemitter.internal.rethink.query.MissingRights;
import io.github.rethinkemitter.internal.rethink.query.TableName;
import io.github.rethinkemitter.internal.rethink.wire.QueryConnection;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;

/** The tables that a channel needs: that of its events, and for some settings the one of positions beside it. */
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
        ensure(new Schema.Wanted(events, true, null));
        boolean needed = settings.subscribe().position().subscriber() != null
                || settings.publish().sweep().retention() != null;
        if (!needed && settings.table().persist()) {
            return;
        }
        try {
            ensure(new Schema.Wanted(events.positions(), false, events));
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

    private void ensure(Schema.Wanted wanted) throws IOException {
        new Schema(
                        connection,
                        wanted,
                        settings.table().create(),
                        new MissingRights(settings.connection().login().user()))
                .ensure();
    }
}
