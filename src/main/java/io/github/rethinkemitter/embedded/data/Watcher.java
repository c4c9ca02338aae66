package io.github.rethinkemitter.embedded.data;

import org.jspecify.annotations.Nullable;

/** What a table tells a changefeed; called while the table is locked, so it must only take note. */
public interface Watcher {
    /** The secondary index it follows, or null. When that index is dropped the table stops telling, without a word. */
    @Nullable
    String index();

    void changed(Change change);

    /** The table will tell nothing more. */
    void ended(ReqlException reason);
}
