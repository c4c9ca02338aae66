package io.github.rethinkemitter.internal.rethink;

import io.github.rethinkemitter.internal.flow.Excerpt;
import io.github.rethinkemitter.internal.rethink.query.TableName;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** The messages of this package. */
final class Log {

    private static final Logger LOGGER = System.getLogger("io.github.rethinkemitter.rethink");

    private Log() {}

    static void entryUnreadable(TableName table, String id) {
        LOGGER.log(
                Level.WARNING,
                () -> "RTH0247 document \"" + new Excerpt(id) + "\" in table \"" + table
                        + "\" is due, but is no entry about an event that an observer failed on. Delete it with "
                        + table.byHand() + ".get(id).delete()");
    }
}
