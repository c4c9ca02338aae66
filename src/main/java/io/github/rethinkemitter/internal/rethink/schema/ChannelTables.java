package io.github.rethinkemitter.internal.rethink.schema;

import io.github.rethinkemitter.internal.config.ChannelSettings;
import io.github.rethinkemitter.internal.rethink.query.TableName;
import io.github.rethinkemitter.internal.rethink.wire.QueryConnection;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;

/** The tables that a channel needs: that of its events, and for some settings the one of positions beside it. */
public final class ChannelTables {

    private final QueryConnection link;
    private final ChannelSettings settings;
    private final TableName events;
    private final AtomicBoolean unguarded;

    /** @param unguarded remembers over sessions that it was told that sweeps go without positions */
    public ChannelTables(QueryConnection link, ChannelSettings settings, TableName events, AtomicBoolean unguarded) {
        this.link = link;
        this.settings = settings;
        this.events = events;
        this.unguarded = unguarded;
    }

    /** Sees that they are there, and makes them when they are missing and may be made. */
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
            // Nobody's position lasts without the table, so that there is none to be held back by.
            if (unguarded.compareAndSet(false, true)) {
                Log.sweepsUnguarded(events.positions(), e);
            }
        }
    }

    private void ensure(Schema.Wanted wanted) throws IOException {
        new Schema(
                        link,
                        wanted,
                        settings.table().create(),
                        settings.connection().login().user())
                .ensure();
    }
}
